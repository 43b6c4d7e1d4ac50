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

from agencies import actions
from cases.models import Case
from tests.api.clients import CASE, program_of, told
from tests.people import person

# Requests and chains for each operation and role; a night's run takes more.
EFFORT = int(os.environ.get("SCHEMATHESIS_EFFORT", "8"))
ENOUGH = 700  # requests for each role
CONFIG = {
    "seed": 20251112,
    "workers": 1,
    "continue-on-failure": True,
    "generation": {"max-examples": EFFORT, "no-shrink": True, "database": "none"},
    "phases": {"stateful": {"max-steps": 6}},
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
        self.faults: dict[str, str] = {}

    def note(self, event: events.EngineEvent) -> None:
        if isinstance(event, events.FatalError):
            raise event.exception
        if isinstance(event, events.NonFatalError):
            self.faults[f"{event.phase} {event.label}"] = repr(event.value)
        if isinstance(event, events.ScenarioFinished | events.FuzzScenarioFinished):
            for sent in event.recorder.interactions.values():
                self.answers[getattr(sent.response, "status_code", 0)] += 1
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
    token = actions.make_api_token(user=person(username), label="test", days=1)
    headers = {"Authorization": f"Bearer {token}"}
    schema = schemathesis.openapi.from_url(
        f"{address}/api/v1/schema/",
        config=SchemathesisConfig.from_dict(CONFIG | {"headers": headers}),
        headers=headers,
    )
    told_of = Tried()
    for event in from_schema(schema).execute():
        told_of.note(event)
    return told_of


@pytest.mark.parametrize("username", ["sari", "seto", "citra"])
def test_every_answer_is_as_the_schema_says(live_server_url, username):
    foreign = told(program_of("sari").call("POST", "cases/", CASE), 201)
    found = tried(live_server_url, username)

    print(username, sorted(found.answers.items()))
    assert not found.faults, "\n\n".join(map(": ".join, found.faults.items()))
    assert found.answers.total() >= ENOUGH
    assert max(found.answers) < 500
    assert found.answers[0] == 0
    if username == "citra":
        untouched = Case.objects.get(public_id=foreign["id"])
        assert untouched.version == 1
