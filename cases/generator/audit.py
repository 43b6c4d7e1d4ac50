"""The events of the acts that would have written the register, each with its HMAC."""

from io import StringIO

import orjson

from agencies import audit
from agencies.models import AuditEvent
from agencies.models.fields import uuid7

CHUNK = 20_000
COLUMNS = (
    "id, at, by_id, post_id, verb, subject_type, subject_id, subject_version, case_id,"
    " changes, reason, request_id, key_id, mac"
)
ACTS = """
SELECT c.id, k, o.user_id, o.post_id,
       c.created_at + g.offsets[least(k, g.kept)] * interval '1 day'
         + CASE WHEN k > g.kept THEN interval '1 hour' ELSE interval '0' END,
       CASE WHEN k = 1 THEN 'logged_case' WHEN k > g.kept THEN 'withdrew_case'
            ELSE 'recorded_stage' END,
       CASE WHEN k > 1 AND k <= g.kept THEN g.stages[k - 1] END,
       g.stages[least(k, g.kept)],
       CASE WHEN k > g.kept THEN c.withdraw_reason ELSE '' END
  FROM gen_case g JOIN cases_case c USING (id) JOIN gen_officer o USING (agency_id),
       generate_series(1, c.version) k
 ORDER BY c.id, k
"""


def write(cursor, told) -> None:
    """One event for each version of each case."""
    cursor.execute(f"DECLARE gen_acts NO SCROLL CURSOR FOR {ACTS}")
    while True:
        cursor.execute(f"FETCH {CHUNK} FROM gen_acts")
        acts = cursor.fetchall()
        if not acts:
            break
        lines = StringIO("".join(line(act) for act in acts))
        cursor.copy_expert(f"COPY agencies_auditevent ({COLUMNS}) FROM STDIN", lines)
    cursor.execute("CLOSE gen_acts")
    told("audit events")


def line(act: tuple) -> str:
    """One row of COPY's text form. No value here can hold a tab or a backslash."""
    case_id, version, by_id, post_id, at, verb, before, after, reason = act
    event = AuditEvent(
        id=uuid7(),
        at=at,
        by_id=by_id,
        post_id=post_id,
        verb=verb,
        subject_type="cases.Case",
        subject_id=case_id,
        subject_version=version,
        case_id=case_id,
        changes={} if reason else {"stage": [before, after]},
        reason=reason,
        request_id="",
    )
    audit.sign(event)
    return (
        f"{event.id}\t{at.isoformat()}\t{by_id}\t{post_id}\t{verb}\tcases.Case\t"
        f"{case_id}\t{version}\t{case_id}\t{orjson.dumps(event.changes).decode()}\t"
        f"{reason}\t\t{event.key_id}\t\\\\x{event.mac.hex()}\n"
    )
