"""Programs of the cast, and what they send."""

import orjson
from django.test import Client

from cases.models import Involvement
from tests.people import browser_of

V1 = "/api/v1/"
CASE = {
    "happened_on": "2025-10-02",
    "reported_on": "2025-10-03",
    "region": "64.71",
    "known_via": "hotline_110",
    "modus": "fake_job_domestic",
    "narrative": "Dijanjikan pekerjaan di kafe.",
    "victims": [
        {"sex": "female", "age_group": "child", "age": 15},
        {"sex": "female", "age_group": "adult"},
    ],
}


class Program(Client):
    """A client that speaks JSON under /api/v1/ and reads it back."""

    def call(self, method: str, address: str, content=None, **headers):
        """`headers` by their name with underscores: if_match='"1"'."""
        sent = b"" if content is None else orjson.dumps(content)
        return self.generic(
            method,
            V1 + address,
            sent,
            "application/json",
            headers={name.replace("_", "-"): value for name, value in headers.items()},
        )


def program_of(username: str) -> Program:
    program = Program()
    program.cookies = browser_of(username).cookies
    return program


def tag_of(part: Involvement, version: int) -> str:
    """What If-Match says of somebody by her part in a case."""
    whose = Involvement.objects.select_related("person").get(pk=part.pk).whose
    return f'"{whose}-{version}"'


def told(response, status: int = 200):
    """The JSON of an answer, which must have this status."""
    assert response.status_code == status, response.content.decode()
    return orjson.loads(response.content)
