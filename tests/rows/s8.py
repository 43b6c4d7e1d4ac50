"""S8: Schemathesis against the whole API, as five roles; target: 50,000 requests, no
server error, no answer beside the schema, nothing done that S1 refuses."""

import os

from tests import scoreboard

TEST = "tests/api/test_schemathesis.py"
# Examples for each operation: the first role also tries every border of the schema.
EFFORT = {"ci": 5, "full": 40}
REQUESTS = {"ci": 2_000, "full": 50_000}
ROLES = 5


def measure(size: str) -> scoreboard.Measured:
    os.environ["SCHEMATHESIS_EFFORT"] = str(EFFORT[size])
    counts, told = scoreboard.recorded(TEST)

    def total(beginning: str) -> int:
        return sum(int(n) for name, n in told.items() if name.startswith(beginning))

    requests = total("requests ")
    found = {
        "requests": requests,
        "roles": counts["passed"] + counts["failed"],
        "server_errors": total("errors "),
        "faults": total("faults "),
        "bypasses": total("bypasses "),
    }
    holds = counts["passed"] == ROLES and requests >= REQUESTS[size]
    return scoreboard.Measured(holds, found)
