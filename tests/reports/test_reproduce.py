"""Editions compiled amid concurrent acts: each counts again to the same (F2)."""

from collections import defaultdict
from io import StringIO

from django.core.management import call_command

from reports import marginals
from reports.choices import EditionState
from reports.models import Edition
from tests.reports import writing_beside


def test_editions_compiled_while_others_write_reproduce(committed):
    tally = writing_beside.race(writers=2, acts=60)
    assert tally.acts >= 60
    assert tally.undone > 0
    assert writing_beside.differing() == []
    assert tally.persons
    assert writing_beside.miscounted(tally) == []
    assert marginals.differences() == 0
    out = StringIO()
    call_command("reproduce", all=True, stdout=out)
    assert f"editions={Edition.objects.count()} differing=0" in out.getvalue()


def test_numbers_run_without_gaps_and_one_edition_stands(committed):
    writing_beside.race(writers=3, acts=30, compilers=3)
    series = defaultdict(list)
    for edition in Edition.objects.order_by("n"):
        series[edition.region_id, edition.first, edition.last].append(edition)
    assert len(series) == len(writing_beside.AREAS) * len(writing_beside.PERIODS)
    assert max(map(len, series.values())) > 1
    for editions in series.values():
        assert [edition.n for edition in editions] == [
            *range(1, len(editions) + 1),
        ]
        cutoffs = [edition.cutoff for edition in editions]
        assert cutoffs == sorted(cutoffs)
        *before, last = [edition.state for edition in editions]
        assert last == EditionState.PROVISIONAL
        assert set(before) <= {EditionState.SUPERSEDED}
