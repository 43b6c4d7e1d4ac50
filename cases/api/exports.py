"""Lists that leave, for programs: asked for, watched, fetched by the one who asked."""

from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.renderers import BaseRenderer
from rest_framework.views import APIView

from agencies import exports as envelopes
from agencies.access import Act, require
from agencies.api.fields import Choice, Input, Sentence, Text, valid
from agencies.api.openapi import READ, WRITE, header, listed, refusals, retrieved
from agencies.api.reference import query_of
from agencies.api.wire import JsonRenderer, answer, body_of
from agencies.choices import ExportFormat, ExportPurpose, JobState
from agencies.models import Export
from cases import exports
from cases.exports import KINDS
from cases.exports.asked import LONGEST_QUERY
from cases.forms.export import ExportForm

SHOWN = 50
EXPIRED = "expired"
STATES = [*JobState.choices, (EXPIRED, _("Kedaluwarsa"))]


class ExportIn(Input):
    list = Choice(choices=[(name, kind.noun.title) for name, kind in KINDS.items()])
    query = Text(
        required=False,
        allow_blank=True,
        max_length=LONGEST_QUERY,
        help_text=_("Saringan seperti pada alamat daftarnya: region=64.71&sex=female."),
    )
    format = Choice(choices=ExportFormat.choices)
    purpose = Choice(choices=ExportPurpose.choices)
    note = Sentence(max_length=120, help_text=ExportForm.base_fields["note"].help_text)

    class Meta:
        form = ExportForm


class ExportOut(serializers.Serializer):
    id = serializers.UUIDField()
    list = serializers.ChoiceField(choices=list(KINDS))
    query = serializers.CharField(allow_blank=True)
    format = serializers.ChoiceField(choices=ExportFormat.choices)
    purpose = serializers.ChoiceField(choices=ExportPurpose.choices)
    state = serializers.ChoiceField(choices=STATES)
    reason = serializers.CharField(allow_blank=True)
    rows = serializers.IntegerField(min_value=0, allow_null=True)
    sha256 = serializers.CharField(
        allow_null=True, help_text=_("SHA-256 dari data di dalam berkas.")
    )
    password_told = serializers.BooleanField()
    asked_at = serializers.DateTimeField()
    made_at = serializers.DateTimeField(allow_null=True)
    expires_at = serializers.DateTimeField()


class PasswordOut(serializers.Serializer):
    password = serializers.CharField()


class ZipRenderer(BaseRenderer):
    """For the negotiation only: the file comes as it is."""

    media_type = "application/zip"
    format = "zip"


class ExportList(APIView):
    @listed(_("Daftar ekspor Anda"), ExportOut(many=True))
    def get(self, request):
        query_of(request, Input)
        require(request.user.hat, Act.EXPORT_LIST)
        found = Export.objects.of(request.user).select_related("job")[:SHOWN]
        return answer([told(export) for export in found])

    @extend_schema(
        summary=_("Minta ekspor daftar"),
        request=ExportIn,
        parameters=[header("Location", "", response=[201])],
        responses={201: ExportOut, **refusals(set(WRITE) - {404, 409})},
    )
    def post(self, request):
        taken = valid(ExportIn(data=body_of(request))).validated_data
        form = ExportForm(taken)
        if not form.is_valid():
            raise ValidationError(form.errors.as_data())
        asked = exports.read(taken["list"], taken.get("query", ""), by=request.user)
        _refuse_unknown(asked.filters, taken.get("query", ""))
        export = exports.ask(asked, form.about, by=request.user)
        response = answer(told(export), status=201)
        response.headers["Location"] = f"{request.path}{export.public_id}/"
        return response


class ExportDetail(APIView):
    @retrieved(_("Lihat ekspor"), ExportOut, versioned=False)
    def get(self, request, id: UUID):
        return answer(told(envelopes.found(request.user, id)))


class ExportPassword(APIView):
    @extend_schema(
        summary=_("Minta kata sandi berkas, satu kali"),
        request=None,
        responses={200: PasswordOut, **refusals((401, 403, 404, 406, 409, 410))},
    )
    def post(self, request, id: UUID):
        return answer({"password": exports.tell_password(id, by=request.user)})


class ExportFile(APIView):
    renderer_classes = (ZipRenderer, JsonRenderer)

    @extend_schema(
        summary=_("Unduh berkas"),
        responses={
            (200, ZipRenderer.media_type): OpenApiTypes.BINARY,
            **refusals((*READ, 404, 409, 410)),
        },
    )
    def get(self, request, id: UUID):
        return envelopes.as_download(*exports.fetch(id, by=request.user))


def _refuse_unknown(asked, query: str) -> None:
    """A filter that is misspelt would silently give every row, so it is refused."""
    known = asked.filters.keys() | {"sort"}
    errors: dict[str, Any] = dict(asked.form.errors.as_data())
    for name in QueryDict(query):
        if name not in known:
            errors[name] = [_("Isian ini tidak dikenal.")]
    if errors:
        raise ValidationError(errors)


def told(export: Export) -> dict[str, Any]:
    return {
        "id": export.public_id,
        "list": export.list,
        "query": export.query,
        "format": export.format,
        "purpose": export.purpose,
        "state": EXPIRED if export.is_expired else export.job.state,
        "reason": export.job.reason,
        "rows": export.rows,
        "sha256": export.sha256 or None,
        "password_told": export.told_at is not None,
        "asked_at": export.asked_at,
        "made_at": export.made_at,
        "expires_at": export.expires_at,
    }
