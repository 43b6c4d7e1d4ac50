"""What can be done with editions: compile, publish, reproduce."""

from dataclasses import dataclass

from django.db import connection, transaction

from agencies import audit, clock
from agencies.access import Act
from agencies.chain import seals
from agencies.eyes import looking_at_everything
from agencies.models import User
from reports import areas, month_sheets, rights, sheets
from reports.areas import Area
from reports.choices import EditionState
from reports.figures import find
from reports.models import Edition
from reports.month_sheets import Sheet
from reports.periods import Period

WAITS_FOR_OTHERS = "SELECT pg_advisory_xact_lock(hashtextextended(%s, 7071))"


def compile_edition(area: Area, period: Period, *, by: User | None) -> Edition:
    """Count a region's figures up to now and keep them as a provisional edition.

    `by` is None for the nightly run. See `keep`.
    """
    with looking_at_everything():
        sheet = month_sheets.one(area, period)
    return keep(sheet, period, by=by)


@transaction.atomic
def keep(sheet: Sheet, period: Period, *, by: User | None) -> Edition:
    """Keep what was counted as a provisional edition.

    If the newest edition says the same, or knows of more, it is given back and nothing
    new is made. An earlier provisional one is superseded; a published one stands until
    the new one is published.
    """
    area = sheet.area
    _one_at_a_time(area, period)
    said = sheets.definitions()
    tree = areas.tree().version
    digest = sheets.digest(area.code, period, said, tree, sheet.cells)
    earlier = Edition.objects.of(area.code, period)
    newest = earlier.order_by("-n").first()
    if newest and (newest.digest == digest or newest.cutoff > sheet.cutoff):
        return newest
    edition = Edition.objects.create(
        region_id=area.id,
        first=period.first,
        last=period.last,
        n=1 + (newest.n if newest else 0),
        cutoff=sheet.cutoff,
        definitions=said,
        tree_version=tree,
        cells=sheet.cells,
        digest=digest,
        audit_head=seals.head(),
        compiled_by=by,
    )
    _supersede(earlier.filter(state=EditionState.PROVISIONAL), edition)
    audit.record(by=by, verb="compile_edition", subject=edition)
    return edition


@transaction.atomic
def publish_edition(edition: Edition, *, by: User) -> Edition:
    """Make a provisional edition the one that is quoted; the one before is superseded.

    PermissionDenied unless her office serves the region and her role publishes;
    ValueError when the edition is not provisional (any more), or its period not over.
    """
    rights.require(by, Act.PUBLISH_EDITION, edition.region.code)
    _one_at_a_time(areas.area(edition.region.code), edition.period)
    edition = Edition.objects.select_for_update().get(pk=edition.pk)
    if edition.is_running or edition.state != EditionState.PROVISIONAL:
        raise ValueError(edition.number)
    published = Edition.objects.of(edition.region.code, edition.period).filter(
        state=EditionState.PUBLISHED
    )
    _supersede(published, edition)
    edition.state = EditionState.PUBLISHED
    edition.published_at, edition.published_by = clock.now(), by
    post = by.assignment.post
    edition.signed_as = {
        "name": by.full_name,
        "title": post.title,
        "agency": post.agency.code,
    }
    edition.save(update_fields=["state", "published_at", "published_by", "signed_as"])
    audit.record(by=by, verb="publish_edition", subject=edition)
    return edition


@dataclass(frozen=True, slots=True)
class Reproduction:
    """`differing` are pairs: the cell as kept, as counted now; None where it is not."""

    edition: Edition
    digest: str
    differing: list[tuple[list | None, list | None]]

    @property
    def is_same(self) -> bool:
        return self.digest == self.edition.digest and not self.differing


def reproduce(edition: Edition) -> Reproduction:
    """Count again from the facts, as known below the edition's cut-off."""
    period = edition.period
    figures = [find(code, said[0]) for code, said in edition.definitions.items()]
    area = areas.area(edition.region.code)
    with looking_at_everything():
        cells = sheets.counted(area, period, edition.cutoff, figures)
    said = {figure.code: [figure.version, figure.fingerprint] for figure in figures}
    # Of the regions of its day: one that came since is in no fact below the cut-off.
    tree = edition.tree_version
    digest = sheets.digest(edition.region.code, period, said, tree, cells)
    return Reproduction(edition, digest, _differing(edition.cells, cells))


def _one_at_a_time(area: Area, period: Period) -> None:
    with connection.cursor() as cursor:
        cursor.execute(WAITS_FOR_OTHERS, [f"{area.code} {period.code}"])


def _supersede(editions, by_edition: Edition) -> None:
    editions.exclude(pk=by_edition.pk).update(
        state=EditionState.SUPERSEDED, superseded_by=by_edition
    )


def _differing(kept: list[list], again: list[list]) -> list[tuple]:
    before = {tuple(cell[:-1]): cell for cell in kept}
    after = {tuple(cell[:-1]): cell for cell in again}
    return [
        (before.get(key), after.get(key))
        for key in sorted(before.keys() | after.keys())
        if before.get(key) != after.get(key)
    ]
