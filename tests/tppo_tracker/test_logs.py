"""The log can be read by anyone on the machine: it carries no name and no search."""

import json
import logging
import sys
from collections.abc import Callable

import pytest

from agencies.models import User
from tests import programs
from tppo_tracker.logs import Harmless, JsonLines, NotRoutine

CANARY = "Kenanga-Canary"


@pytest.fixture
def line() -> Callable[..., dict]:
    """What our handler would write for one log call."""

    def write(message, *args, error=None, name="x", words=False, **extra) -> dict:
        info = (type(error), error, error.__traceback__) if error else None
        logger = logging.getLogger(name)
        record = logger.makeRecord(
            name, logging.ERROR, __file__, 1, message, args, info, extra=extra
        )
        assert Harmless().filter(record)
        text = JsonLines(words=words).format(record)
        assert "\n" not in text
        return json.loads(text)

    return write


def raised(error: Exception) -> Exception:
    try:
        raise error
    except type(error):
        return sys.exc_info()[1]


def test_a_model_instance_becomes_its_key(line):
    user = User(pk=7, username=CANARY, full_name=CANARY)
    assert line("who: %s", user)["message"] == "who: <User 7>"
    assert line("who: %(who)s", {"who": user})["message"] == "who: <User 7>"
    assert line("who: %s", [user])["message"] == "who: ['<User 7>']"
    assert line(user)["message"] == "<User 7>"
    assert CANARY not in json.dumps(line("x", user=user))


def test_a_queryset_is_not_read(line):
    people = User.objects.all()
    assert line("all: %s", people)["message"] == "all: <QuerySet of User>"


def test_a_request_loses_its_query(line, rf):
    request = rf.get(f"/cases/?q={CANARY}")
    assert line("at %s", request)["message"] == "at <GET /cases/>"


def test_an_exception_tells_where_but_not_what(line):
    told = line("failed", error=raised(ValueError(f"Key (nik)=({CANARY})")))
    assert told["exception"]["type"] == "builtins.ValueError"
    assert "test_logs.py" in told["exception"]["frames"][0]
    assert CANARY not in json.dumps(told)
    assert CANARY not in line("failed: %s", ValueError(CANARY))["message"]


def test_a_failed_job_is_named_and_what_it_said_is_not(line):
    told = line("job failed", job="01a2009d-3434", reason="melati")
    assert told["job"] == "01a2009d-3434"
    assert "melati" not in str(told)


def test_development_may_show_the_words_of_an_exception(line):
    told = line("failed", error=raised(ValueError("why")), words=True)
    assert told["exception"]["words"] == "why"


@pytest.mark.parametrize(
    ("name", "message", "kept"),
    [
        ("celery.app.trace", "Task tppo_tracker.heartbeat[1] succeeded", False),
        ("celery.app.trace", "Task cases.rebuild[1] succeeded", True),
        ("django.request", "Service Unavailable: /healthz", False),
    ],
)
def test_what_comes_every_few_seconds_is_dropped(name, message, kept):
    record = logging.getLogger(name).makeRecord(name, 20, "", 1, message, (), None)
    assert NotRoutine().filter(record) is kept


def test_each_request_writes_one_line_without_its_query(live_server_url, page):
    answer = page.request.get(
        f"/sign-in/?next=/{CANARY}", headers={"X-Request-ID": "abc-12345"}
    )
    assert answer.headers["x-request-id"] == "abc-12345"
    page.request.post("/sign-in/", form={"username": CANARY, "password": CANARY})
    said = programs.log_of("web").read_text()
    assert CANARY not in said
    lines = [json.loads(text) for text in said.splitlines()]
    [told] = [line for line in lines if line["request_id"] == "abc-12345"]
    assert told["route"] == "sign-in/"
    assert told["status"] == 200
    assert told["user"] is None
    assert told["ms"] > 0


def test_a_strange_request_id_is_replaced(live_server_url, page):
    answer = page.request.get("/healthz", headers={"X-Request-ID": 'a"} {"x'})
    assert answer.headers["x-request-id"].isalnum()
    assert len(answer.headers["x-request-id"]) == 32
