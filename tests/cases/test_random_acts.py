"""After any stream of acts: scope rows, facts, versions and events are right.

What is expected is recomputed here from the rows, by other means than the database's
functions; each act commits, so that history has its ticks.
"""

from collections import Counter

import pytest
from django.db.models import F

from agencies import audit
from agencies.models import AuditEvent
from agencies.sections import EVERYTHING, NOTHING, OPEN, Ground, Section
from cases import facts, stages
from cases.choices import Progress, Stage
from cases.models import (
    Case,
    CaseFact,
    CaseScope,
    Place,
    PoliceReport,
    Suspect,
    SuspectFact,
    Victim,
    VictimFact,
)
from tests.cases.random_acts import Acts

ACTS = 150


def above(node) -> set:
    """The node and all its parents, one by one."""
    found = set()
    while node is not None:
        found.add(node)
        node = node.parent
    return found


def expected_keys(case: Case, nation: int) -> set[int]:
    agencies = {agency.pk for agency in above(case.lead_agency)}
    regions = set()
    for region in [case.region, *(p.region for p in case.places.standing())]:
        regions |= above(region)
    abroad = {-nation} if case.country else set()
    return agencies | {-region.pk for region in regions} | abroad


def opened_by(key: int, case: Case) -> tuple[Ground, Section]:
    if key < 0:
        return Ground.PLACE, NOTHING
    if key == case.lead_agency_id:
        return Ground.LEAD, EVERYTHING
    return Ground.COMMAND, OPEN


def scope_is_right(nation: int) -> None:
    for case in Case.objects.select_related("lead_agency", "region"):
        keys = expected_keys(case, nation)
        rows = CaseScope.objects.filter(case=case)
        assert {row.scope_key for row in rows} == keys
        assert set(case.scope_keys) == keys
        for row in rows:
            assert row.reported_on == case.reported_on
            assert row.stage == Stage(case.stage).number
            assert (row.grounds, row.granted) == opened_by(row.scope_key, case)


def what_follows_is_right() -> None:
    """Stage and date of count follow from the rows that stand."""
    for case in Case.objects.all():
        entries = list(case.stage_entries.standing().in_order())
        assert case.stage == entries[-1].stage
        assert case.progress == stages.PROGRESS_OF[Stage(case.stage)]
        days = case.police_reports.standing().values_list("dated_on", flat=True)
        assert case.counted_on == min(days, default=case.reported_on)
        # At intake an early lidik may begin without a report: `no_lp` is never the word
        # for a case with one, and `lp_issued` never for one without.
        assert not (days and case.progress == Progress.NO_LP)
        assert days or Stage.LP_ISSUED not in [entry.stage for entry in entries]


def versions_are_right() -> None:
    for model in (Case, Place, Victim, Suspect, PoliceReport):
        for row in model.objects.all():
            kept = row.versions.order_by("pgh_id")
            numbers = [version.version for version in kept]
            assert numbers == sorted(numbers)
            assert set(numbers) == set(range(1, row.version + 1))
            last = kept.last()
            for field in last._meta.concrete_fields:
                if hasattr(row, field.attname) and not field.name.startswith("pgh"):
                    assert getattr(last, field.attname) == getattr(row, field.attname)


def events_are_right() -> None:
    """Each version of a row has one genuine event; rows made with their case share
    the case's, and stages ride on the events of their case."""
    events = Counter()
    for event in AuditEvent.objects.exclude(subject_version=None):
        assert audit.is_genuine(event)
        events[event.subject_type, event.subject_id] += 1
    for case in Case.objects.all():
        assert events["cases.Case", case.pk] == case.version
    for model in (Place, Victim, Suspect, PoliceReport):
        for row in model.objects.select_related("case"):
            came_with_case = row.created_at == row.case.created_at
            expected = row.version - came_with_case
            assert events[model._meta.label, row.pk] == expected


def counts() -> dict[str, Counter]:
    """What the facts say now, by other words than masks and ticks."""
    live = {"case__withdrawn_at": None, "withdrawn_at": None}
    return {
        "case": Counter(
            (Stage(c.stage).number, c.region_id, c.counted_on)
            for c in Case.objects.filter(withdrawn_at=None)
        ),
        "victim": Counter((v.case_id, v.sex) for v in Victim.objects.filter(**live)),
        "suspect": Counter(
            (s.case_id, len(s.roles)) for s in Suspect.objects.filter(**live)
        ),
    }


def counts_as_known_at(cutoff: int) -> dict[str, Counter]:
    def known(model):
        return model.objects.filter(kf__lt=cutoff, kt__gte=cutoff)

    sexes = ("female", "male", "not_recorded")
    return {
        "case": Counter(
            known(CaseFact).values_list("stage", "region_id", "counted_on")
        ),
        "victim": Counter(
            (case, sexes[sex])
            for case, sex in known(VictimFact).values_list("case_id", "sex")
        ),
        "suspect": Counter(
            (case, bin(roles).count("1"))
            for case, roles in known(SuspectFact).values_list("case_id", "roles")
        ),
    }


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_after_random_acts_everything_agrees(committed, seed):
    acts = Acts(seed)
    nation = acts.regions[0]
    while nation.parent is not None:
        nation = nation.parent
    remembered = []
    for _act in range(ACTS):
        acts.one()
        remembered.append((facts.settled_cutoff(), counts()))
    assert acts.taken > ACTS / 2
    assert acts.refused
    scope_is_right(nation.pk)
    what_follows_is_right()
    versions_are_right()
    events_are_right()
    for unit in facts.UNITS:
        assert (facts.differences(unit), facts.overlaps(unit)) == (0, 0)
    for cutoff, told in remembered:
        assert counts_as_known_at(cutoff) == told
    assert CaseFact.objects.filter(kt__lte=F("kf")).count() == 0
