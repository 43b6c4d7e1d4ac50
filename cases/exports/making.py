"""Making the file, by a worker, with the eyes of whoever asked: as she sees the list
now, page by page, and no page more once she may not."""

import hashlib
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib.humanize.templatetags.humanize import intcomma
from django.core.exceptions import PermissionDenied
from django.utils import translation
from django.utils.translation import gettext as _

from agencies import clock, exports
from agencies.eyes import looking
from agencies.lookup import codes, zones
from agencies.models import Export, User
from agencies.spreadsheets import Table, csv_of, xlsx_of
from cases.exports import standing
from cases.exports.asked import Asked, read
from cases.exports.columns import columns_in

AT_ONCE = 500  # rows
WRITERS: dict[str, Callable[[Table], bytes]] = {"csv": csv_of, "xlsx": xlsx_of}
MARKING = "TERBATAS"


def make(export: Export, *, tell: Callable[[int], None]) -> None:
    """Pack the rows; `tell` hears how many more were read.

    PermissionDenied when she may no longer, when there are too many, or too late.
    """
    if export.made_at is not None:  # by a worker that was killed right afterwards
        return
    if export.is_expired:
        raise PermissionDenied(_("Permintaan ini sudah kedaluwarsa."))
    by = exports.asker_of(export)
    with translation.override(by.language):
        asked, rows, summaries = _rows(export, tell)
        # Asked once more: what she may see now is what leaves.
        by = exports.asker_of(export)
        table, manifest = _table(export, asked, rows, by)
        data = WRITERS[export.format](table)
        manifest["sha256"] = hashlib.sha256(data).hexdigest()
        holds = standing.holds(rows, summaries)
        exports.keep(export, by=by, data=data, manifest=manifest, holds=holds)


def _rows(
    export: Export, tell: Callable[[int], None]
) -> tuple[Asked, list[dict], list[int]]:
    """All rows of the list, in the order of its pages, and which cases it sums up."""
    rows: list[dict] = []
    summaries: list[int] = []
    after = ""
    while True:
        by = exports.asker_of(export)
        with looking(by.hat.scope_keys):
            asked = read(export.list, export.query, by=by)
            page = asked.list.page(after=after, size=AT_ONCE)
        rows += page.rows
        summaries += page.summaries
        if len(rows) > settings.EXPORT_MOST_ROWS:
            raise PermissionDenied(too_many())
        tell(len(page.rows))
        if not page.next:
            rows = asked.list.arranged(_still_hers(asked, rows, export))
            return asked, rows, summaries
        after = page.next


def _still_hers(asked: Asked, rows: list[dict], export: Export) -> list[dict]:
    """What ended while the pages were read leaves nothing in the file: a grant, an
    assignment, a key. Summaries name no case; they end with her post."""
    by = exports.asker_of(export)
    with looking(by.hat.scope_keys):
        return standing.still_open(by, asked.kind, rows)


def too_many() -> str:
    words = _("Paling banyak %(n)s baris sekali ekspor. Persempit saringannya.")
    return words % {"n": intcomma(settings.EXPORT_MOST_ROWS)}


def _table(
    export: Export, asked: Asked, rows: list[dict], by: User
) -> tuple[Table, dict[str, Any]]:
    shown = columns_in(asked.kind.columns, rows)
    manifest = _manifest(export, asked, len(rows), by)
    table = Table(
        title=str(asked.kind.noun.title),
        columns=[str(column.label) for column in shown],
        rows=[[column.of(row) for column in shown] for row in rows],
        marks=marks_of(manifest),
        about=_about(manifest),
    )
    return table, manifest


def _manifest(export: Export, asked: Asked, n: int, by: User) -> dict[str, Any]:
    post, now = by.assignment.post, clock.now()
    return {
        "marking": MARKING,
        "list": export.list,
        "title": str(asked.kind.noun.title),
        "filters": asked.in_words,
        "rows": n,
        "user": f"{by.full_name} ({by.username})",
        "post": post.title,
        "agency": post.agency.name,
        "made_at": now.isoformat(timespec="seconds"),
        "made_at_local": zones.moment_in_words(now, zones.zone_of(post)),
        "purpose": export.get_purpose_display(),
        "note": exports.note_of(export),
        "code_lists": codes.edition(),
    }


def marks_of(manifest: dict[str, Any]) -> list[str]:
    """Whose copy it is, of when and for what: on every sheet and printed page."""
    who = "{marking} · {user} · {post}, {agency} · {made_at_local}"
    return [
        who.format(**manifest),
        _("Keperluan: %(purpose)s (%(note)s)") % manifest,
    ]


def _about(manifest: dict[str, Any]) -> list[tuple[str, str]]:
    return [
        (_("Daftar"), manifest["title"]),
        (_("Saringan"), "; ".join(manifest["filters"]) or _("Tanpa saringan")),
        (_("Jumlah baris"), str(manifest["rows"])),
        (_("Dibuat"), manifest["made_at_local"]),
        (_("Oleh"), f"{manifest['user']}, {manifest['post']}, {manifest['agency']}"),
        (_("Keperluan"), f"{manifest['purpose']} ({manifest['note']})"),
        (_("Edisi daftar kode"), manifest["code_lists"]),
    ]
