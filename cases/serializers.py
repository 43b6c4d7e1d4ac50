"""What the API takes for the rows of a case. What it gives is in `cases.api.shapes`."""

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from agencies.api.fields import (
    Choice,
    Date,
    Input,
    OneCode,
    PublicId,
    RegionCode,
    RowInput,
    Sentence,
)
from agencies.lookup import countries
from cases import nouns
from cases.choices import SightReason, Stage, WithdrawReason
from cases.forms.case import CaseForm
from cases.forms.danger import DangerForm
from cases.forms.log import LogForm
from cases.forms.police_report import PoliceReportForm
from cases.forms.row import WithdrawForm
from cases.forms.stage import StageForm
from cases.forms.suspect import SuspectForm
from cases.forms.victim import VictimForm
from cases.limits import (
    LONGEST_LP_NUMBER,
    LONGEST_SENTENCE,
    MOST_REPORTS,
    MOST_SUSPECTS,
    MOST_VICTIMS,
)
from cases.models import Case, Place, PoliceReport, Suspect, Victim


class Country(OneCode):
    """ISO 3166-1 alpha-2; null where it happened in Indonesia.

    Retired ones are for rows that hold them, which the register's own rule knows.
    """

    def __init__(self, **options):
        super().__init__(countries.MET, required=False, allow_null=True, **options)

    def known(self) -> list[str]:
        return countries.abroad()


class VictimIn(RowInput):
    class Meta:
        model = Victim
        form = VictimForm
        fields = nouns.VICTIM.fields


class SuspectIn(RowInput):
    class Meta:
        model = Suspect
        form = SuspectForm
        fields = nouns.SUSPECT.fields


class PoliceReportIn(RowInput):
    number = Sentence(max_length=LONGEST_LP_NUMBER)

    class Meta:
        model = PoliceReport
        form = PoliceReportForm
        fields = nouns.POLICE_REPORT.fields
        validators = ()


class PlaceIn(RowInput):
    region = RegionCode(required=False, allow_null=True)
    country = Country()

    class Meta:
        model = Place
        fields = nouns.PLACE.fields
        validators = ()


class CaseIn(RowInput):
    """What a case says of itself; its lead agency, number and stage follow."""

    region = RegionCode(required=False, allow_null=True)
    country = Country()
    modus = OneCode("modus_operandi")
    known_via = OneCode("complaint_channel")

    class Meta:
        model = Case
        form = CaseForm
        named_in_form = {"happened_on": "happened"}
        fields = nouns.CASE.fields
        validators = ()


class NewCase(CaseIn):
    """A case with what is already known of it."""

    reported_on = Date(required=False, help_text=_("Tanpa isian: hari ini."))
    narrative = Sentence(
        write_only=True,
        max_length=LONGEST_SENTENCE,
        help_text=_("Satu kalimat; disandikan dan tidak pernah ditampilkan di sini."),
    )
    victims = VictimIn(many=True, allow_empty=False, max_length=MOST_VICTIMS)
    suspects = SuspectIn(many=True, required=False, max_length=MOST_SUSPECTS)
    police_reports = PoliceReportIn(many=True, required=False, max_length=MOST_REPORTS)

    class Meta(CaseIn.Meta):
        form = LogForm
        fields = (
            *CaseIn.Meta.fields,
            "narrative",
            "victims",
            "suspects",
            "police_reports",
        )


class OfCase(serializers.Serializer):
    """A new row names its case."""

    case = PublicId()


class NewVictim(OfCase, VictimIn):
    class Meta(VictimIn.Meta):
        fields = ("case", *VictimIn.Meta.fields)


class NewSuspect(OfCase, SuspectIn):
    class Meta(SuspectIn.Meta):
        fields = ("case", *SuspectIn.Meta.fields)


class NewPoliceReport(OfCase, PoliceReportIn):
    class Meta(PoliceReportIn.Meta):
        fields = ("case", *PoliceReportIn.Meta.fields)


class NewPlace(OfCase, PlaceIn):
    class Meta(PlaceIn.Meta):
        fields = ("case", *PlaceIn.Meta.fields)


class DangerIn(Input):
    """What somebody knows of a case in danger."""

    number = Sentence(max_length=LONGEST_LP_NUMBER)
    day = Date()
    reason = Choice(
        choices=[(reason.value, reason.label) for reason in SightReason.of_emergency()]
    )

    class Meta:
        form = DangerForm


class StageIn(Input):
    stage = Choice(choices=Stage.choices)
    on = Date()

    class Meta:
        form = StageForm


class WithdrawalIn(Input):
    reason = Choice(choices=WithdrawReason.choices)

    class Meta:
        form = WithdrawForm
