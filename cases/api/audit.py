"""The audit trail for programs of an auditor: the same filter as the page."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from drf_spectacular.utils import OpenApiParameter
from rest_framework import serializers
from rest_framework.views import APIView

from agencies.access import Act, require
from agencies.api.openapi import listed
from agencies.api.wire import Misshapen, answer
from agencies.lookup import zones
from agencies.models import AuditEvent
from cases import looks
from cases.api.pages import fits
from cases.lists.cursors import BadCursor
from cases.trail import reading
from cases.trail.filter import AuditFilter
from cases.trail.reading import Page
from cases.trail.words import VERBS, opened

TEXT: dict[str, Any] = {"type": "string", "maxLength": 120}
DAY: dict[str, Any] = {"type": "string", "format": "date"}
SHAPES: dict[str, tuple[dict[str, Any], Any]] = {
    "who": (TEXT, gettext_lazy("NRP/NIP, atau sebagian nama petugas.")),
    "verb": ({"type": "string", "enum": list(VERBS)}, gettext_lazy("Aktivitas.")),
    "case": (TEXT, gettext_lazy("Nomor register perkara.")),
    "first": (DAY, gettext_lazy("Hari pertama.")),
    "last": (DAY, gettext_lazy("Hari terakhir, ikut dihitung.")),
    "refusals": ({"type": "string", "enum": ["true"]}, gettext_lazy("Hanya penolakan")),
    "after": (TEXT, gettext_lazy("Sesudah tempat ini, dari `next`.")),
}


class AuditEventOut(serializers.Serializer):
    id = serializers.UUIDField()
    at = serializers.DateTimeField()
    by = serializers.CharField(allow_null=True)
    post = serializers.CharField(allow_null=True)
    agency = serializers.CharField(allow_null=True)
    verb = serializers.CharField()
    subject = serializers.CharField()
    case = serializers.CharField(
        allow_null=True, help_text=gettext_lazy("Nomor register.")
    )
    fields_touched = serializers.ListField(child=serializers.CharField())
    sections = serializers.ListField(child=serializers.CharField())
    reason = serializers.CharField()
    sealed = serializers.BooleanField()


class AuditPage(serializers.Serializer):
    results = AuditEventOut(many=True)
    next = serializers.URLField(allow_null=True)


class AuditTrail(APIView):
    @listed(
        gettext_lazy("Baca jejak audit"),
        AuditPage,
        parameters=[
            OpenApiParameter(name, type=shape, description=said)
            for name, (shape, said) in SHAPES.items()
        ],
    )
    def get(self, request):
        require(request.user.hat, Act.READ_AUDIT)
        asked = read(request)
        try:
            page = page_of(request, asked)
        finally:
            # What is refused too: the answer tells whether there is such a case.
            looks.read_audit(asked.asked, of_case=asked.case_id, by=request.user)
        rows = [told(event, page) for event in page.events]
        return answer({"results": rows, "next": link(request, page.next)})


def read(request) -> AuditFilter:
    """The filter of an address; Misshapen (400) says what has no such shape."""
    query = request.query_params.dict()
    errors = {
        name: [_("Isian ini tidak dikenal.")] for name in query if name not in SHAPES
    }
    for name in query.keys() & SHAPES.keys():
        shape = SHAPES[name][0]
        is_text = shape is TEXT and len(query[name]) <= TEXT["maxLength"]
        if not (is_text or (shape is not TEXT and fits(shape, query[name]))):
            errors[name] = [_("Nilai ini tidak dikenal.")]
    if errors:
        raise Misshapen(errors)
    return AuditFilter(query, zone=zones.zone_of(request.user.assignment.post))


def page_of(request, asked: AuditFilter) -> Page:
    """What answers it; ValidationError (400) says what was not understood."""
    if not asked.is_valid():
        raise ValidationError(asked.errors.as_data())
    try:
        return reading.page(asked.chosen(), request.query_params.get("after", ""))
    except BadCursor as error:
        raise ValidationError({"after": _("Laman ini tidak dikenal.")}) from error


def told(event: AuditEvent, page: Page) -> dict[str, Any]:
    """An event without a value: fields by name, sections that opened."""
    return {
        "id": event.id,
        "at": event.at,
        "by": event.by.username if event.by else None,
        "post": event.post.title if event.post else None,
        "agency": event.post.agency.code if event.post else None,
        "verb": event.verb,
        "subject": event.subject_type,
        "case": page.numbers.get(event.case_id or 0),
        "fields_touched": sorted(name for name in event.changes if name != "sections"),
        "sections": opened(event),
        "reason": event.reason,
        "sealed": page.is_sealed(event),
    }


def link(request, after: str) -> str | None:
    if not after:
        return None
    query = request.query_params.copy()
    query["after"] = after
    return request.build_absolute_uri(f"{request.path}?{query.urlencode()}")
