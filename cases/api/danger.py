"""Break-glass for programs: the same act, the same sentence for every miss."""

from drf_spectacular.utils import extend_schema
from rest_framework.views import APIView

from agencies.api.fields import valid
from agencies.api.openapi import WRITE, etag_of, refusals
from agencies.api.wire import body_of
from cases import actions
from cases.api import rows
from cases.api.shapes import CaseOut
from cases.forms.danger import DangerForm
from cases.models import Case
from cases.serializers import DangerIn


class EmergencyAccess(APIView):
    @extend_schema(
        summary=DangerForm.title,
        request=DangerIn,
        parameters=[etag_of(200)],
        responses={200: CaseOut, **refusals((*WRITE, 429))},
    )
    def post(self, request):
        taken = valid(DangerIn(data=body_of(request))).validated_data
        case = actions.break_glass(by=request.user, **taken)
        return rows.told(Case, request, case.public_id)
