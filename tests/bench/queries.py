"""How many statements a view asks for, sign-in and user not counted."""

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

NOT_COUNTED = ("agencies_session", "agencies_assignment", "SAVEPOINT", "BEGIN")


def counted(client: Client, path: str) -> int:
    """Statements of the second request: the first fills the caches of a process."""
    client.get(path)
    with CaptureQueriesContext(connection) as captured:
        response = client.get(path)
    if response.status_code != 200:
        raise RuntimeError(f"{response.status_code} for {path}")
    statements = [query["sql"] for query in captured.captured_queries]
    return sum(not any(w in sql for w in NOT_COUNTED) for sql in statements)
