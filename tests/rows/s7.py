"""S7: suspension, a changed post, a grant that ends, while session, token, open form,
waiting and running job are alive; target: each acts at the next thing that is asked.
"""

from django.db import connections

from tests import ground, scoreboard
from tests.cases import revoking

TIMES = {"ci": 1, "full": 10}


def measure(size: str) -> scoreboard.Measured:
    connections.close_all()
    ground.create_workers_database()
    found = revoking.trials(TIMES[size])
    holds = not found["never open"] + found["still open"] and found["trials"] > 0
    told = {
        "ways": len(revoking.WAYS),
        "doors": len(revoking.DOORS),
        "trials": found["trials"],
        "never_open": found["never open"],
        "still_open": found["still open"],
    }
    return scoreboard.Measured(holds, told)
