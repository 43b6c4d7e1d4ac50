"""The product's answers to the recount's questions, by command and by API."""

import json
from datetime import datetime
from io import StringIO
from typing import Any

from django.core.management import call_command
from django.test import Client

from tests.reports.recount import SEVERAL, Answer, Question

API = "/api/v1/figures/"


def by_command(
    question: Question, *, asker: str = "", known_at: datetime | None = None
) -> dict[str, Any]:
    """What `manage.py figures … --json` prints; `asker` is a username."""
    words = [question.figure, "--region", question.region, "--json"]
    words += ["--from", str(question.since), "--to", str(question.until)]
    if question.by:
        words += ["--by", ",".join(question.by)]
    if asker:
        words += ["--as", asker]
    if known_at:
        words += ["--known-at", known_at.isoformat()]
    for cut, key in question.narrowed.items():
        words += [f"--{cut.replace('_', '-')}", key]
    printed = StringIO()
    call_command("figures", *words, stdout=printed)
    return json.loads(printed.getvalue())


def by_api(question: Question, client: Client) -> dict[str, Any]:
    """What `GET /api/v1/figures/` answers to whoever the client is signed in as."""
    answer = client.get(
        API,
        {
            "figure": question.figure,
            "region": question.region,
            "from": str(question.since),
            "to": str(question.until),
            **({"by": ",".join(question.by)} if question.by else {}),
            **question.narrowed,
        },
    )
    assert answer.status_code == 200, answer.content
    return answer.json()


def cells_of(told: dict[str, Any]) -> dict[tuple[str, ...], int]:
    """By keys in the order of the cuts, zeros included; a key may come only once."""
    keys = [tuple(cell["key"][cut] for cut in told["by"]) for cell in told["cells"]]
    assert len(set(keys)) == len(keys), told["by"]
    return dict(zip(keys, (cell["value"] for cell in told["cells"]), strict=True))


def differences(
    question: Question, told: dict[str, Any], counted: Answer
) -> tuple[int, list[str]]:
    """How many numbers were compared, and a line for each that is not the recount's."""
    cells = cells_of(told)
    found = [
        f"{question} {key}: told {cells.get(key, 0)}, counted {counted.cells[key]}"
        for key in sorted(cells.keys() | counted.cells.keys())
        if cells.get(key, 0) != counted.cells[key]
    ]
    if told["total"] != counted.total:
        found.append(f"{question}: total {told['total']}, counted {counted.total}")
    if told["adds_up"] != adds_up(question):
        found.append(f"{question}: adds_up {told['adds_up']}")
    return len(cells.keys() | counted.cells.keys()) + 1, found


def adds_up(question: Question) -> bool:
    return not set(question.by) & set(SEVERAL)
