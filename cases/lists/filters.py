"""What a list can be narrowed by. The page, the API and saved views use the same sets.

A set narrows two halves: `scope`, the rows of CaseScope that a list starts from, and
`rows`, the victims, suspects or police reports that hang on those cases. Words that are
wrong are named in `errors`, and the others still apply.
"""

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from agencies import clock
from agencies.choices import RegionKind
from agencies.lookup import codes, directory
from agencies.models import NumberSeries
from agencies.sections import Ground, Section
from cases import stages
from cases.choices import (
    AgeGroup,
    Determination,
    LegalStatus,
    LpModel,
    Progress,
    Sex,
    Stage,
)
from cases.lists import filter_fields, filter_options, search
from cases.lists.cell_filters import CellFilters, OfPeople
from cases.lists.filter_kinds import (
    YES,
    YES_OR_NO,
    AgencyFilter,
    Choice,
    CodeChoice,
    CodesChoice,
    DayFilter,
    PeriodFilter,
    RegionFilter,
    SearchFilter,
    holds,
)
from cases.models import CaseScope, PoliceReport, Suspect, Victim
from cases.models.victim import CountedVictims

Rows = QuerySet | None

WITHDRAWN = [("with", _("Termasuk yang ditarik")), ("only", _("Hanya yang ditarik"))]


class RegisterFilters(CellFilters):
    """What every list can be narrowed by: words about the case of a row.

    `of_rows` names the filters that act on the rows themselves. `reveals` names those
    whose answer tells of a case more than its summary does: they are offered to nobody
    who sees summaries, refused to a hat that sees nothing else, and they leave the
    summaries out for one that sees both.
    """

    of_rows: frozenset[str] = frozenset()
    of_summaries = False  # is a walk of summaries being narrowed?
    reveals = frozenset(
        {
            "q",
            "stage",
            "modus",
            "platform",
            "agency",
            "has_lp",
            "reported_from",
            "reported_to",
            "counted_from",
            "counted_to",
            "withdrawn",
        }
        | CellFilters.base_filters.keys()
    )
    answered_by_indexes = frozenset(
        {
            "q",
            "region",
            "agency",
            "period",
            "progress",
            "stage",
            "reported_from",
            "reported_to",
            "withdrawn",
        }
    )

    q = SearchFilter(label=_("Nomor"), method="by_number")
    region = RegionFilter(label=_("Wilayah"), method="by_region")
    period = PeriodFilter(label=_("Periode lapor"), method="by_period")
    progress = Choice(
        label=_("Kemajuan"), choices=Progress.choices, method="by_progress"
    )
    modus = CodeChoice("modus_operandi", label=_("Modus utama"), method="by_modus")
    has_lp = Choice(label=_("Laporan polisi"), choices=YES_OR_NO, method="by_lp")
    stage = Choice(label=_("Tahap"), choices=Stage.choices, method="by_stage")
    platform = CodesChoice(
        "digital_platform", label=_("Platform"), method="by_platform"
    )
    agency = AgencyFilter(label=_("Instansi utama"), method="by_agency")
    reported_from = DayFilter(
        label=_("Lapor sejak"), field_name="reported_on", lookup_expr="gte"
    )
    reported_to = DayFilter(
        label=_("Lapor sampai"), field_name="reported_on", lookup_expr="lte"
    )
    counted_from = DayFilter(
        label=_("Tanggal hitung sejak"),
        field_name="case__counted_on",
        lookup_expr="gte",
    )
    counted_to = DayFilter(
        label=_("Tanggal hitung sampai"),
        field_name="case__counted_on",
        lookup_expr="lte",
    )
    withdrawn = Choice(
        label=_("Ditarik"),
        choices=WITHDRAWN,
        empty_label=_("Tidak ditampilkan"),
        method="by_withdrawn",
    )

    class Meta:
        model = CaseScope
        fields: list[str] = []

    def __init__(self, data=None, queryset=None, *, user=None, request=None, **options):
        if queryset is None:
            queryset = CaseScope.objects.none()
        super().__init__(data, queryset, request=request, **options)
        self.user = user or request.user
        hat = self.user.hat
        if hat.region_keys or not hat.agency_keys:
            self.offered = [name for name in self.filters if name not in self.reveals]
        else:
            unoffered = {"q", *self.by_address}
            self.offered = [name for name in self.filters if name not in unoffered]
        self._offer_options()

    @classmethod
    def read(cls, params, *, user) -> "RegisterFilters | None":
        """The set that `params` (a QueryDict) ask for; None if they ask for nothing.

        Making the forms costs more than the query, so a bare list goes without.
        """
        if not any(params[name] for name in params if name in cls.base_filters):
            return None
        return cls(params, user=user)

    @property
    def asked(self) -> dict:
        """What is asked for and understood: value by name."""
        if not self.is_bound:
            return {}
        self.form.is_valid()
        return {
            name: value
            for name, value in self.form.cleaned_data.items()
            if value not in (None, "")
        }

    @property
    def tells_more_than_summaries(self) -> bool:
        asked = self.asked
        region = asked.get("region")
        return bool(self.reveals & asked.keys()) or (
            region is not None and region.kind == RegionKind.DISTRICT
        )

    @property
    def is_costly(self) -> bool:
        """Is something asked that the walk must look up case by case?"""
        return bool(self.asked.keys() - self.answered_by_indexes)

    @property
    def further_keys(self) -> list[int]:
        """Scope keys that a case must stand under besides one of the reader's."""
        asked = self.asked
        keys = [-asked["region"].id] if "region" in asked else []
        return [*keys, asked["agency"].id] if "agency" in asked else keys

    def narrow(
        self, scope: QuerySet, rows: Rows, *, of_summaries: bool = False
    ) -> tuple[QuerySet, Rows]:
        """Both halves, narrowed by what was understood; a list of cases has no rows.

        Withdrawn ones are left out, unless they or a number are asked for. A summary
        names the regency of its case alone, so further places answer no filter there.
        """
        asked, self.of_summaries = self.asked, of_summaries
        if "withdrawn" not in asked and "q" not in asked:
            scope, rows = standing_only(scope, rows)
        for name, value in asked.items():
            if name in self.of_rows:
                rows = self.filters[name].filter(rows, value)
            else:
                scope = self.filters[name].filter(scope, value)
        if asked.get("withdrawn") == "only":
            scope, rows = withdrawn_only(scope, rows)
        if of_summaries and "region" in asked:
            scope = happened_within(scope, asked["region"])
        return scope, rows

    def by_number(self, scope, _name, sought: search.Sought):
        if sought.kind == search.Kind.REGISTER:
            return scope.filter(case__register_no=sought.number)
        if sought.kind == search.Kind.REGISTER_PREFIX:
            return scope.filter(case__register_no__startswith=sought.number)
        if sought.kind == search.Kind.SEQUENCE:
            return self._of_own_series(scope, int(sought.number))
        seen = PoliceReport.objects.visible_to(self.user)
        reports = seen.same_number(sought.number)
        return scope.filter(Exists(reports.filter(case_id=OuterRef("case_id"))))

    def _of_own_series(self, scope, n: int):
        """Number `n` of any year of her office's series."""
        series = self.user.assignment.post.agency.numbering_agency
        years = NumberSeries.objects.filter(agency=series).values("year")
        return scope.filter(
            case__register_agency=series,
            case__register_year__in=years,
            case__register_n=n,
        )

    def by_region(self, scope, _name, region: directory.Entry):
        return scope.also_under(-region.id)

    def by_agency(self, scope, _name, agency: directory.Entry):
        """Led there or below. Who else was asked in is not told by a filter."""
        return scope.also_under(
            agency.id,
            grounds__shares=Ground.LEAD | Ground.COMMAND,
            granted__shares=Section.LAW,
        )

    def by_period(self, scope, _name, period: filter_fields.Period):
        return scope.filter(reported_on__range=(period.first, period.last))

    def by_progress(self, scope, _name, progress: str):
        group = stages.stages_of(Progress(progress))
        return scope.filter(stage__in=[stage.number for stage in group])

    def by_stage(self, scope, _name, stage: str):
        return scope.filter(stage=Stage(stage).number)

    def by_modus(self, scope, _name, modus: str):
        return scope.filter(modus=codes.entries("modus_operandi")[modus].bit)

    def by_platform(self, scope, _name, platform: str):
        return scope.filter(holds("case__platforms", platform))

    def by_lp(self, scope, _name, answer: str):
        reports = PoliceReport.objects.standing().filter(case_id=OuterRef("case_id"))
        has_lp = Exists(reports)
        return scope.filter(has_lp if answer == YES else ~has_lp)

    def by_withdrawn(self, scope, _name, _answer: str):
        """Asked of both halves: see `narrow`."""
        return scope

    def _offer_options(self) -> None:
        """Selects are filled when they are drawn, and only then."""
        options = filter_options.Options(self.user.hat, self.data, clock.today())
        fields = self.form.fields
        fields["region"].widget.choices = options.regions
        fields["agency"].widget.choices = options.agencies
        fields["period"].widget.choices = options.periods


def standing_only(scope: QuerySet, rows: Rows) -> tuple[QuerySet, Rows]:
    """Standing rows of standing cases."""
    return scope.standing(), None if rows is None else rows.standing()


def withdrawn_only(scope: QuerySet, rows: Rows) -> tuple[QuerySet, Rows]:
    """Withdrawn cases; of rows, those withdrawn themselves or with their case."""
    if rows is None:
        return scope.filter(withdrawn=True), None
    return scope, rows.filter(~Q(withdrawn_at=None) | ~Q(case__withdrawn_at=None))


def happened_within(scope: QuerySet, region: directory.Entry) -> QuerySet:
    """Cases whose primary place lies in a region; all of them lie in the nation."""
    if region.kind == RegionKind.NATION:
        return scope
    return scope.filter(case__region__code__startswith=region.code)


class CaseFilters(RegisterFilters):
    """Cases; `sex` and `age_group` ask for one counted victim who answers both."""

    reveals = RegisterFilters.reveals | {"sex"}

    sex = Choice(label=_("Ada korban"), choices=Sex.choices, method="by_victim")
    age_group = Choice(
        label=_("Ada korban berumur"), choices=AgeGroup.choices, method="by_victim"
    )

    def by_victim(self, scope, name, _value):
        wanted = {
            field: value
            for field, value in self.asked.items()
            if field in ("sex", "age_group")
        }
        if name == "age_group" and "sex" in wanted:
            return scope
        if self.of_summaries:
            place = list(AgeGroup).index(AgeGroup(wanted["age_group"]))
            scope = scope.alias(by_age=CountedVictims("case_id"))
            return scope.filter(**{f"by_age__{place}__gt": 0})
        victims = Victim.objects.counted().filter(case_id=OuterRef("case_id"), **wanted)
        return scope.filter(Exists(victims))


class VictimFilters(OfPeople, RegisterFilters):
    of_rows = frozenset({"counted", "sex", "age_group", "determination"})

    sex = Choice(label=_("Jenis kelamin"), choices=Sex.choices)
    age_group = Choice(label=_("Kelompok umur"), choices=AgeGroup.choices)
    determination = Choice(label=_("Penetapan"), choices=Determination.choices)

    class Meta(RegisterFilters.Meta):
        model = Victim


class SuspectFilters(OfPeople, RegisterFilters):
    of_rows = frozenset({"counted", "sex", "age_group", "legal_status", "role"})

    sex = Choice(label=_("Jenis kelamin"), choices=Sex.choices)
    age_group = Choice(label=_("Kelompok umur"), choices=AgeGroup.choices)
    legal_status = Choice(label=_("Status hukum"), choices=LegalStatus.choices)
    role = CodesChoice("suspect_role", label=_("Peran"), method="by_role")

    class Meta(RegisterFilters.Meta):
        model = Suspect

    def by_role(self, suspects, _name, role: str):
        return suspects.filter(holds("roles", role))


class PoliceReportFilters(RegisterFilters):
    of_rows = frozenset({"model", "dated_from", "dated_to"})

    model = Choice(label=_("Model"), choices=LpModel.choices)
    dated_from = DayFilter(
        label=_("LP sejak"), field_name="dated_on", lookup_expr="gte"
    )
    dated_to = DayFilter(label=_("LP sampai"), field_name="dated_on", lookup_expr="lte")

    class Meta(RegisterFilters.Meta):
        model = PoliceReport
