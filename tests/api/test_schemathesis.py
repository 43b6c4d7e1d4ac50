"""Schemathesis against the whole API, as three of the cast: every check it has.

What it sends to a real web server on the real database is made from the schema:
examples, borders, random and broken requests, and chains that follow ids from answer to
request.
"""

import os
from collections import Counter

import pytest
import schemathesis
from schemathesis.config import SchemathesisConfig
from schemathesis.engine import events, from_schema
from schemathesis.generation import GenerationMode

from agencies.accounts import actions
from cases.models import Case
from tests.api.clients import CASE, program_of, told
from tests.people import person

# Requests and chains for each operation and role; a night's run takes more.
EFFORT = int(os.environ.get("SCHEMATHESIS_EFFORT", "5"))
ENOUGH = 500  # requests for each role; the first makes some 3,500
# Words that the register's rules accept, so that much of what is sent is also done.
ACCEPTED = {
    "header.If-Match": ['"1"', '"2"'],
    "body.happened_on": ["2025-10-01", "2024-02-29"],
    "body.reported_on": ["2025-10-02", "2025-11-11"],
    "body.dated_on": ["2025-10-05"],
    "body.on": ["2025-11-12"],
    "body.region": ["64.71", "64"],
}
CONFIG = {
    "seed": 20251112,
    "dictionaries": {name: {"values": values} for name, values in ACCEPTED.items()},
    "parameters": {name: {"dictionary": name, "probability": 0.7} for name in ACCEPTED},
    "workers": 1,
    "continue-on-failure": True,
    "checks": {
        # A rule of the register may refuse what the schema allows: `not_misshapen`.
        "positive_data_acceptance": {"enabled": False},
        # The door comes first: an edit of nothing is 404, with or without a version.
        "missing_required_header": {"expected-statuses": ["400", "401", "404", "428"]},
    },
}


@schemathesis.check
def not_misshapen(ctx, response, case):
    """What the schema allows is never refused for its shape."""
    positive = case.meta and case.meta.generation.mode == GenerationMode.POSITIVE
    if positive and response.status_code == 400:
        assert response.json()["type"] == "/api/docs/#rule", response.json()


class Tried:
    """How many answers of each status, and what was wrong, by check and operation."""

    def __init__(self) -> None:
        self.answers: Counter = Counter()
        self.done: Counter = Counter()
        self.faults: dict[str, str] = {}

    def note(self, event: events.EngineEvent) -> None:
        if isinstance(event, events.FatalError):
            raise event.exception
        if isinstance(event, events.NonFatalError):
            self.faults[f"{event.phase} {event.label}"] = repr(event.value)
        if isinstance(event, events.ScenarioFinished | events.FuzzScenarioFinished):
            for node, sent in event.recorder.interactions.items():
                status = getattr(sent.response, "status_code", 0)
                self.answers[status] += 1
                if status in (200, 201):
                    self.done[event.recorder.cases[node].value.operation.label] += 1
            for node, checks in event.recorder.checks.items():
                self.note_failures(event.recorder.cases[node].value, checks)

    def note_failures(self, sent, checks) -> None:
        for check in checks:
            if check.failure_info:
                self.faults.setdefault(
                    f"{check.name} {sent.operation.label}",
                    f"{check.failure_info.failure}\n{sent.as_curl_command()}",
                )


def tried(address: str, username: str) -> Tried:
    # Borders are the same for everyone: one of the cast tries them all, the others
    # wander further.
    first = username == "sari"
    of_role = {
        "generation": {
            "max-examples": EFFORT if first else EFFORT * 3,
            "no-shrink": True,
            "database": "none",
        },
        "phases": {"coverage": {"enabled": first}, "stateful": {"max-steps": 6}},
    }
    token = actions.make_api_token(
        by=person(username), user=person(username), label="test", days=1
    )
    headers = {"Authorization": f"Bearer {token}"}
    schema = schemathesis.openapi.from_url(
        f"{address}/api/v1/schema/",
        config=SchemathesisConfig.from_dict(CONFIG | of_role | {"headers": headers}),
        headers=headers,
    )
    told_of = Tried()
    for event in from_schema(schema).execute():
        told_of.note(event)
    return told_of


def some_cases_of(program) -> list[str]:
    """Ids of cases with everything on them, to find and to change."""
    more = {
        "suspects": [{"sex": "male", "age_group": "adult"}],
        "police_reports": [
            {"number": "LP/B/1/X/2025/SPKT", "model": "B", "dated_on": "2025-10-04"}
        ],
    }
    sent = [program.call("POST", "cases/", CASE | more) for _case in range(10)]
    return [told(answer, 201)["id"] for answer in sent]


@pytest.mark.parametrize("username", ["sari", "seto", "citra"])
def test_every_answer_is_as_the_schema_says(live_server_url, username):
    foreign = some_cases_of(program_of("sari"))
    found = tried(live_server_url, username)

    print(username, sorted(found.answers.items()), sorted(found.done.items()))
    assert not found.faults, "\n\n".join(map(": ".join, found.faults.items()))
    assert found.answers.total() >= ENOUGH
    assert max(found.answers) < 500
    assert found.answers[0] == 0
    if username == "citra":
        versions = Case.objects.filter(public_id__in=foreign).values_list("version")
        assert set(versions) == {(1,)}
