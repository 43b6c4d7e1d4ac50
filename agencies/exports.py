"""Lists on their way out: asked for with a purpose, packed by a worker, fetched by the
one who asked and nobody else, gone after a day, or as soon as one row is shut to her.

The apps above say what is in a list; here is what holds for every one of them. The
password is drawn by the worker, kept sealed until it is told, once, and then shredded
with its key: no backup of the register opens the file.
"""

from collections.abc import Callable
from datetime import timedelta
from functools import partial
from uuid import UUID

import orjson
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection, transaction
from django.http import HttpResponse
from django.utils.translation import gettext as _

from agencies import access, audit, clock, jobs, parcels
from agencies.access import Act, OutOfScope
from agencies.accounts.authentication import acting_user
from agencies.draft_keys import ref_of_export
from agencies.models import Export, Job, User
from agencies.models.fields import uuid7
from agencies.sealing import crypto, keystore

KEPT = timedelta(hours=24)
MOST_OPEN, MOST_A_DAY = 3, 20  # of one person
DATA, MANIFEST = "data", "manifest.json"


# Does all that a file holds still stand open to whoever asked for it?
Stands = Callable[[Export], bool]


class Unavailable(Exception):
    """There is nothing to give: not yet or no more. `status` is 409 or 410."""

    def __init__(self, words: str, status: int = 409):
        super().__init__(words)
        self.status = status


@transaction.atomic
def ask(
    *,
    by: User,
    kind: str,
    register_list: str,
    query: str,
    about: tuple[str, str, str],
    filters: list[str],
    of: int = 1,
) -> Export:
    """Ask the worker that does `kind` to pack a list; `about` is its format, purpose
    and note, `filters` the names of what narrows it, `of` how many rows it has.

    PermissionDenied without the right; ValidationError while MOST_OPEN of hers wait, or
    after MOST_A_DAY.
    """
    access.require(by.hat, Act.EXPORT_LIST)
    _refuse_too_many(by)
    export_format, purpose, note = about
    public_id = uuid7()
    export = Export.objects.create(
        public_id=public_id,
        by=by,
        worn=by.assignment.worn,
        job=jobs.ask(kind, str(public_id), given={}, by=by, of=max(of, 1)),
        list=register_list,
        query=query,
        format=export_format,
        purpose=purpose,
        expires_at=clock.now() + KEPT,
        sealed=_sealed(public_id, {"note": note}, is_new=True),
    )
    told = {"list": register_list, "format": export_format, "filters": filters}
    changes = {name: [None, value] for name, value in told.items()}
    audit.record(
        by=by, verb="asked_export", subject=export, changes=changes, reason=purpose
    )
    return export


def asker_of(export: Export) -> User:
    """Who asked, under the hat that she wore then; PermissionDenied, and a denial on
    record, if she may no longer: her account or posting may have ended meanwhile."""
    by = _asker_today(export)
    if by is not None:
        return by
    audit.record_denial(
        by=export.by, verb="denied", reason="403 export", subject=export
    )
    raise PermissionDenied(
        _("Akun atau penugasan peminta berubah; ekspor tidak dibuat.")
    )


def _asker_today(export: Export) -> User | None:
    by = acting_user(user_id=export.by_id)
    if by is None:
        return None
    by.wear(export.worn[0])
    is_hers = by.assignment.worn == export.worn and access.may(by.hat, Act.EXPORT_LIST)
    return by if is_hers else None


def note_of(export: Export) -> str:
    return _opened(export)["note"]


@transaction.atomic
def keep(export: Export, *, by: User, data: bytes, manifest: dict, holds: dict) -> None:
    """Pack what was made under a new password; `manifest` has `rows` and `sha256`,
    `holds` what a `Stands` will ask about (JSON values)."""
    words, password = _opened(export), parcels.draw_password()
    files = {
        f"{DATA}.{export.format}": data,
        MANIFEST: orjson.dumps(manifest, option=orjson.OPT_INDENT_2),
    }
    export.file = parcels.pack(files, password)
    export.sealed = _sealed(export.public_id, words | {"password": password})
    export.rows, export.sha256 = manifest["rows"], manifest["sha256"]
    export.holds, export.made_at = holds, clock.now()
    export.expires_at = export.made_at + KEPT
    made = ["file", "sealed", "holds", "rows", "sha256", "made_at", "expires_at"]
    export.save(update_fields=made)
    _record(export, by, "made_export")


def found(user: User, public_id: UUID) -> Export:
    """Her own, under the hat that she asked with; OutOfScope otherwise."""
    export = Export.objects.of(user).select_related("job")
    export = export.filter(public_id=public_id).first()
    if export is None or not access.may(user.hat, Act.EXPORT_LIST):
        raise OutOfScope
    return export


def fetch(public_id: UUID, *, by: User, stands: Stands) -> tuple[str, bytes]:
    """Name and content of the file; Unavailable before it is made, after its day, and
    once it does not stand any more."""
    export = found(by, public_id)
    _refuse_shut(export, by, stands)
    _record(export, by, "downloaded_export")
    return f"ekspor-{export.public_id.hex[-8:]}.zip", bytes(export.file)


def as_download(name: str, content: bytes) -> HttpResponse:
    return HttpResponse(
        content,
        content_type="application/zip",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


def tell_password(public_id: UUID, *, by: User, stands: Stands) -> str:
    """The password, once: it is shredded as it is told. Unavailable afterwards, and
    whenever the file is."""
    _refuse_shut(found(by, public_id), by, stands)
    return _told_once(public_id, by)


@transaction.atomic
def _told_once(public_id: UUID, by: User) -> str:
    export = Export.objects.select_for_update().get(public_id=public_id)
    _refuse_unready(export)
    if export.told_at is not None:
        raise Unavailable(_("Kata sandi sudah ditampilkan. Minta ekspor baru."))
    password = _opened(export)["password"]
    export.told_at, export.sealed = clock.now(), None
    export.save(update_fields=["told_at", "sealed"])
    _record(export, by, "opened_export_password")
    _shred_at_commit(export)
    return password


def sweep() -> int:
    """Throw away the files and keys of exports that have ended, or that their asker may
    not fetch any more; how many."""
    kept = list(Export.objects.kept())
    ended = [export for export in kept if export.is_expired]
    left = [one for one in kept if one.is_ready and _asker_today(one) is None]
    for export in ended:
        _destroy(export, None, "expired_export")
    for export in left:
        _destroy(export, None, "destroyed_export")
    return len(ended) + len(left)


@transaction.atomic
def _destroy(export: Export, by: User | None, verb: str) -> None:
    """Neither file nor key is left, and it ends now if it had not."""
    export = Export.objects.select_for_update().get(pk=export.pk)
    export.file = export.sealed = export.holds = None
    export.expires_at = min(export.expires_at, clock.now())
    export.save(update_fields=["file", "sealed", "holds", "expires_at"])
    _record(export, by, verb)
    _shred_at_commit(export)


def _refuse_shut(export: Export, by: User, stands: Stands) -> None:
    """What was open when the file was made may be shut since: then the file goes."""
    _refuse_unready(export)
    if stands(export):
        return
    _destroy(export, by, "destroyed_export")
    words = _(
        "Sebagian isi berkas ini tidak lagi terbuka bagi Anda, maka berkasnya"
        " dimusnahkan. Minta ekspor baru."
    )
    raise Unavailable(words, status=410)


def _refuse_too_many(by: User) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"export:{by.pk}"]
        )
    hers = Export.objects.filter(by=by)
    if hers.filter(job__in=Job.objects.open()).count() >= MOST_OPEN:
        words = _("Paling banyak %(n)d ekspor Anda menunggu sekaligus. Coba nanti.")
        raise ValidationError(words, code="too_many", params={"n": MOST_OPEN})
    if hers.asked_within(KEPT).count() >= MOST_A_DAY:
        words = _("Paling banyak %(n)d ekspor sehari. Coba besok.")
        raise ValidationError(words, code="too_many", params={"n": MOST_A_DAY})


def _refuse_unready(export: Export) -> None:
    if export.is_expired:
        words = _("Berkas ini sudah kedaluwarsa dan dihapus. Minta ekspor baru.")
        raise Unavailable(words, status=410)
    if export.made_at is None:
        raise Unavailable(_("Berkas ini belum selesai dibuat."))


def _record(export: Export, by: User | None, verb: str) -> None:
    """How many and which, never what."""
    changes = {"rows": [None, export.rows], "sha256": [None, export.sha256]}
    audit.record(
        by=by, verb=verb, subject=export, changes=changes, reason=export.purpose
    )


def _shred_at_commit(export: Export) -> None:
    transaction.on_commit(partial(keystore.shred, ref_of_export(export.public_id)))


def _sealed(public_id: UUID, words: dict[str, str], *, is_new: bool = False) -> bytes:
    ref = ref_of_export(public_id)
    key = keystore.make(ref, keystore.DRAFT) if is_new else keystore.key_of(ref)
    return crypto.seal(key, orjson.dumps(words).decode(), _context(public_id))


def _opened(export: Export) -> dict[str, str]:
    key = keystore.key_of(ref_of_export(export.public_id))
    return orjson.loads(
        crypto.open_sealed(key, export.sealed, _context(export.public_id))
    )


def _context(public_id: UUID) -> str:
    return f"agencies.Export.sealed:{public_id}"
