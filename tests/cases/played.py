"""Plays what is told about a case through the actions, each act at its moment."""

from datetime import datetime

from django.db import connection

from agencies import clock
from agencies.models import User
from cases import actions
from cases.models import Case, PoliceReport, Suspect, Victim
from cases.practice.acts import Act, Telling

LISTS = {"victims": Victim, "suspects": Suspect, "police_reports": PoliceReport}


class Player:
    """One case under the hands of its officer; `moments` says when each tick was."""

    def __init__(self, telling: Telling) -> None:
        self.telling = telling
        self.rows: dict = {}
        self.moments: dict[int, datetime] = {}

    def play(self) -> Case:
        for act in self.telling.acts:
            with clock.set_to(act.at):
                by = User.objects.get(pk=self.telling.by.user_id)
                self._carry_out(act, by)
            self.moments[last_tick()] = act.at
        return self.case

    def _carry_out(self, act: Act, by: User) -> None:
        if act.verb == "log_case":
            self._log(act, by)
            return
        self.case.refresh_from_db()
        how = act.verb.split("_")[0]
        do = getattr(actions, act.verb)
        if act.verb == "record_stage":
            do(self.case, by=by, seen=self.case.version, **act.fields)
        elif how == "add":
            self.rows[act.row] = do(self.case, act.fields, by=by)
        else:
            row = self.rows[act.row] if act.row else self.case
            row.refresh_from_db()
            given = {
                "edit": {"fields": act.fields, "seen": row.version},
                "withdraw": {"reason": act.reason, "seen": row.version},
                "restore": {},
            }
            do(row, by=by, **given[how])

    def _log(self, act: Act, by: User) -> None:
        self.case = actions.log_case(by=by, **act.fields)
        for name, model in LISTS.items():
            rows = model.objects.filter(case=self.case).order_by("pk")
            for n, row in enumerate(rows):
                self.rows[f"{name}.{n}"] = row


def last_tick() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT max(tick) FROM facts_act")
        return cursor.fetchone()[0]


def moments_of_ticks() -> dict[int, datetime]:
    """When each tick was, as the register itself says it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT tick, at FROM facts_act")
        return dict(cursor.fetchall())
