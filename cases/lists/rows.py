"""Lists of what hangs on a case. Agency keys only: no summary has child lists."""

from typing import ClassVar

from django.db.models import QuerySet

from agencies import access
from agencies.sections import Section
from cases import looks, nouns, sight
from cases.lists.cases import AROUND_THE_CASE, CASE_COLUMNS, named, progress_of
from cases.lists.walk import RegisterList, Row
from cases.models import PoliceReport, Suspect, Victim
from cases.models.row import Child


class ChildList(RegisterList):
    """Rows of one model, by their case's date of report, newest first."""

    model: ClassVar[type[Child]]
    own: ClassVar[tuple[str, ...]]
    order = ("s.reported_on", "s.case_id", "t.id")

    def __init_subclass__(cls, **options):
        super().__init_subclass__(**options)
        cls.columns = {
            **CASE_COLUMNS,
            "id": "o.public_id",
            "version": "o.version",
            "row_is_withdrawn": "o.withdrawn_at IS NOT NULL",
            **{field: f"o.{field}" for field in cls.own},
        }
        cls.source = (
            f"JOIN {cls.model._meta.db_table} o ON o.id = p.k2"
            f" JOIN cases_case c ON c.id = o.case_id {AROUND_THE_CASE}"
        )

    def scope(self, key: int) -> QuerySet:
        way = access.opening(self.hat, self.model.section)
        return super().scope(key).opening(self.model.section, way.freely)

    def hanging(self) -> QuerySet:
        return self.model.objects.all()

    def masked(self, found: list[Row]) -> list[Row]:
        asked = self.filters.asked if self.filters else ()
        looks.read_list(self.name, asked, rows=len(found), by=self.user)
        return found

    def shaped(self, values: Row) -> Row:
        return {
            "id": values["id"],
            "version": values["version"],
            **{field: values[field] for field in self.own},
            "is_withdrawn": values["row_is_withdrawn"] or values["is_withdrawn"],
            "case": {
                "id": values["case_id"],
                "register_no": values["register_no"],
                "reported_on": values["reported_on"],
                "counted_on": values["counted_on"],
                "stage": values["stage"],
                "progress": progress_of(values),
                "lead_agency": named(values, "agency"),
                "region": named(values, "region"),
                "regency": named(values, "regency"),
                "country": values["country"],
            },
        }


class VictimList(ChildList):
    name = "victims"
    model = Victim
    own = nouns.VICTIM.fields

    def masked(self, found: list[Row]) -> list[Row]:
        found = super().masked(found)
        cases = {values["case_id"] for values in found}
        opened = sight.open_among(self.user, Section.VICTIM_IDENTITY, cases)
        looks.listed(opened.values(), self.user)
        shut = dict.fromkeys(Victim.MASKED)
        return [
            values if values["case_id"] in opened else values | shut for values in found
        ]


class SuspectList(ChildList):
    name = "suspects"
    model = Suspect
    own = nouns.SUSPECT.fields


class PoliceReportList(ChildList):
    name = "police_reports"
    model = PoliceReport
    own = nouns.POLICE_REPORT.fields
