"""Search before create, for programs: by POST, so that no name is in an address."""

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework.views import APIView

from agencies.api.fields import valid
from agencies.api.openapi import refusals
from agencies.api.wire import answer, body_of
from cases.api.search_shapes import NamesAsked, NamesFound
from cases.forms.search import SearchForm
from cases.search import OUTSIDE, Answer, Asked, search_names

REFUSED = (400, 401, 403, 406, 413, 415, 429, 503)


class NameSearches(APIView):
    @extend_schema(
        summary=SearchForm.title,
        request=NamesAsked,
        responses={200: NamesFound, **refusals(REFUSED)},
    )
    def post(self, request):
        taken = valid(NamesAsked(data=body_of(request))).validated_data
        asked = Asked(taken["name"], taken.get("born"), taken.get("sex", ""))
        found = search_names(asked, by=request.user)
        return answer(told(found, asked))


def told(found: Answer, asked: Asked) -> dict[str, Any]:
    """As `NamesFound` says."""
    return {
        "found": [
            {
                "case": str(each.part.case.public_id),
                "register_no": each.part.case.register_no,
                "part": each.part.part,
                "recorded": list(each.recorded),
                "likeness": each.likeness and round(each.likeness, 2),
                "differs": each.differing(asked),
            }
            for each in found.found
        ],
        "elsewhere": [
            {"agency": each.office.code, "part": each.part.value}
            for each in found.elsewhere
        ],
        "outside": str(OUTSIDE),
    }
