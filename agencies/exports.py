"""Lists on their way out: asked for with a purpose, packed by a worker, fetched by the
one who asked and nobody else, gone after a day.

The apps above say what is in a list; here is what holds for every one of them. The
password is drawn by the worker, kept sealed until it is told, once, and then shredded
with its key: no backup of the register opens the file.
"""

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
MOST_OPEN = 3  # of one person
DATA, MANIFEST = "data", "manifest.json"


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

    PermissionDenied without the right, ValidationError while MOST_OPEN of hers wait.
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
    by = acting_user(user_id=export.by_id)
    if by is not None:
        by.wear(export.worn[0])
        if by.assignment.worn == export.worn and access.may(by.hat, Act.EXPORT_LIST):
            return by
    audit.record_denial(
        by=export.by, verb="denied", reason="403 export", subject=export
    )
    raise PermissionDenied(
        _("Akun atau penugasan peminta berubah; ekspor tidak dibuat.")
    )


def note_of(export: Export) -> str:
    return _opened(export)["note"]


@transaction.atomic
def keep(export: Export, *, by: User, data: bytes, manifest: dict) -> None:
    """Pack what was made under a new password; `manifest` has `rows` and `sha256`."""
    words, password = _opened(export), parcels.draw_password()
    files = {
        f"{DATA}.{export.format}": data,
        MANIFEST: orjson.dumps(manifest, option=orjson.OPT_INDENT_2),
    }
    export.file = parcels.pack(files, password)
    export.sealed = _sealed(export.public_id, words | {"password": password})
    export.rows, export.sha256 = manifest["rows"], manifest["sha256"]
    export.made_at = clock.now()
    export.expires_at = export.made_at + KEPT
    export.save(
        update_fields=["file", "sealed", "rows", "sha256", "made_at", "expires_at"]
    )
    _record(export, by, "made_export")


def found(user: User, public_id: UUID) -> Export:
    """Her own, under the hat that she asked with; OutOfScope otherwise."""
    export = Export.objects.of(user).select_related("job")
    export = export.filter(public_id=public_id).first()
    if export is None or not access.may(user.hat, Act.EXPORT_LIST):
        raise OutOfScope
    return export


@transaction.atomic
def fetch(public_id: UUID, *, by: User) -> tuple[str, bytes]:
    """Name and content of the file; Unavailable before it is made and after its day."""
    export = found(by, public_id)
    _refuse_unready(export)
    _record(export, by, "downloaded_export")
    return f"ekspor-{export.public_id.hex[-8:]}.zip", bytes(export.file)


def as_download(name: str, content: bytes) -> HttpResponse:
    return HttpResponse(
        content,
        content_type="application/zip",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


@transaction.atomic
def tell_password(public_id: UUID, *, by: User) -> str:
    """The password, once: it is shredded as it is told. Unavailable afterwards."""
    found(by, public_id)
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
    """Throw away the files and keys of exports that have ended; how many."""
    ended = list(Export.objects.expired().kept().values_list("pk", flat=True))
    for pk in ended:
        with transaction.atomic():
            export = Export.objects.select_for_update().get(pk=pk)
            export.file = export.sealed = None
            export.save(update_fields=["file", "sealed"])
            _record(export, None, "expired_export")
            _shred_at_commit(export)
    return len(ended)


def _refuse_too_many(by: User) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"export:{by.pk}"]
        )
    if Export.objects.filter(by=by, job__in=Job.objects.open()).count() >= MOST_OPEN:
        raise ValidationError(
            _("Paling banyak %(n)d ekspor Anda menunggu sekaligus. Coba nanti."),
            code="too_many",
            params={"n": MOST_OPEN},
        )


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
