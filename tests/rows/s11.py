"""S11: what ends a session: fixation, rest, age, leaving, password, post, role,
suspension, revocation, second factor; target: all, at the next click, also for whoever
has copied its cookie.
"""

from django.db import connections

from tests import ground, scoreboard
from tests.agencies import endings

TIMES = {"ci": 1, "full": 10}


def measure(size: str) -> scoreboard.Measured:
    connections.close_all()
    ground.create_workers_database()
    found = endings.trials(TIMES[size])
    wrong = found["never_open"] + found["still_open"] + found["planted_open"]
    told = {"ways": len(endings.WAYS), **found}
    return scoreboard.Measured(found["trials"] > 0 and not wrong, told)
