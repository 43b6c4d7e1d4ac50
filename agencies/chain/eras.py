"""Beginning an era, where a dump was restored: by the owner, before the web starts."""

from django.db import connection, transaction
from django.db.models import Max

from agencies import audit, clock
from agencies.chain import digests, heads, seals
from agencies.models import AuditEra, AuditEvent

SYSTEM = "SELECT system_identifier::text FROM pg_control_system()"
REPLACE = """
CREATE OR REPLACE FUNCTION audit_era() RETURNS smallint LANGUAGE sql STABLE
  RETURN {era}::smallint
"""


def begin(reason: str) -> tuple[AuditEra, int]:
    """The next era, and how many seals the outside file knew that are lost.

    What was restored and not yet sealed is sealed first, in the era that it is of.
    """
    known = heads.last()
    with transaction.atomic():
        era = _begin(reason)
    heads.catch_up()
    return era, max(0, known.batch - era.after) if known else 0


def _begin(reason: str) -> AuditEra:
    last, old = seals.newest(), seals.era_of_now()
    era = AuditEra(
        era=old + 1,
        system=_system(),
        begun_at=clock.now(),
        after=last.batch if last else 0,
        reason=reason,
    )
    mac = bytes(last.mac).hex() if last else ""
    signed = digests.sign_beginning(era.era, era.after, mac)
    heads.append(begins=era.era, batch=era.after, mac=mac, signed=signed)
    newest = AuditEvent.objects.filter(era=old).aggregate(xid=Max("xid"))["xid"]
    if newest is not None:
        seals.close(old, newest + 1, last)
    era.save(force_insert=True)
    with connection.cursor() as cursor:
        cursor.execute(REPLACE.format(era=era.era))
    audit.record(by=None, verb="began_era", subject=era, reason="owner")
    return era


def _system() -> str:
    with connection.cursor() as cursor:
        cursor.execute(SYSTEM)
        return cursor.fetchone()[0]
