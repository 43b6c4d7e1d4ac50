"""Editions for programs: the complete figures of regions that one's office serves."""

from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers
from rest_framework.views import APIView

from agencies.access import Act, OutOfScope, require
from agencies.api.fields import Choice, Input, PublicId, RegionCode
from agencies.api.openapi import listed, retrieved
from agencies.api.reference import page_of, query_of
from agencies.api.wire import answer
from reports.choices import EditionState
from reports.models import Edition

PAGE = 50


class EditionQuery(Input):
    region = RegionCode(required=False, help_text=_("Tepat wilayah ini."))
    state = Choice(choices=EditionState.choices, required=False)
    after = PublicId(
        required=False, help_text=_("Yang lebih lama dari edisi ini (id).")
    )


class EditionOut(serializers.Serializer):
    id = serializers.UUIDField()
    number = serializers.CharField()
    region = serializers.CharField()
    # `from` is no name for a Python attribute.
    vars()["from"] = serializers.DateField()
    to = serializers.DateField()
    state = serializers.ChoiceField(choices=EditionState.choices)
    compiled_at = serializers.DateTimeField()
    published_at = serializers.DateTimeField(allow_null=True)
    digest = serializers.CharField(help_text=_("SHA-256 dari isi edisi."))
    audit_head = serializers.CharField(
        help_text=_("Segel terbaru jejak audit pada saat itu.")
    )


class CellOut(serializers.Serializer):
    figure = serializers.CharField()
    span = serializers.CharField()
    cut = serializers.CharField()
    key = serializers.CharField(allow_blank=True)
    value = serializers.IntegerField(min_value=1)


class DefinitionOut(serializers.Serializer):
    figure = serializers.CharField()
    version = serializers.IntegerField(min_value=1)
    fingerprint = serializers.CharField()


class WholeEdition(EditionOut):
    cutoff = serializers.IntegerField(help_text=_("Batas keadaan, dalam detak fakta."))
    tree_version = serializers.CharField()
    definitions = DefinitionOut(many=True)
    cells = CellOut(many=True, help_text=_("Sel yang nol tidak disebut."))


class EditionList(APIView):
    @listed(_("Daftar edisi"), page_of(EditionOut), parameters=[EditionQuery])
    def get(self, request):
        require(request.user.hat, Act.READ_EDITION)
        query = query_of(request, EditionQuery)
        found = (
            served(request.user).defer("cells", "definitions").order_by("-public_id")
        )
        if "region" in query:
            found = found.filter(region__code=query["region"].code)
        if "state" in query:
            found = found.filter(state=query["state"])
        if "after" in query:
            found = found.filter(public_id__lt=query["after"])
        return answer(_page(request, list(found[: PAGE + 1])))


class EditionDetail(APIView):
    @retrieved(_("Lihat edisi"), WholeEdition, versioned=False)
    def get(self, request, id: UUID):
        require(request.user.hat, Act.READ_EDITION)
        edition = served(request.user).filter(public_id=id).first()
        if edition is None:
            raise OutOfScope
        return answer(whole(edition))


def served(user):
    return Edition.objects.served_to(user).select_related("region")


def _page(request, found: list[Edition]) -> dict[str, Any]:
    """A page of the newest, with a link to older ones."""
    following = None
    if len(found) > PAGE:
        query = request.query_params.copy()
        query["after"] = str(found[PAGE - 1].public_id)
        following = request.build_absolute_uri(f"{request.path}?{query.urlencode()}")
    results = [told(edition) for edition in found[:PAGE]]
    return {"results": results, "next": following, "previous": None}


def told(edition: Edition) -> dict[str, Any]:
    return {
        "id": edition.public_id,
        "number": edition.number,
        "region": edition.region.code,
        "from": edition.first,
        "to": edition.last,
        "state": edition.state,
        "compiled_at": edition.compiled_at,
        "published_at": edition.published_at,
        "digest": edition.digest,
        "audit_head": edition.audit_head,
    }


def whole(edition: Edition) -> dict[str, Any]:
    names = ("figure", "span", "cut", "key", "value")
    return told(edition) | {
        "cutoff": edition.cutoff,
        "tree_version": edition.tree_version,
        "definitions": [
            {"figure": code, "version": version, "fingerprint": fingerprint}
            for code, (version, fingerprint) in sorted(edition.definitions.items())
        ],
        "cells": [dict(zip(names, cell, strict=True)) for cell in edition.cells],
    }
