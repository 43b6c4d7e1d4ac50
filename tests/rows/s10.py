"""S10: guessing, spraying, codes guessed and replayed, telling accounts apart; target:
at most 10 evaluated per account in 15 minutes, replay refused, the owner still gets in.
"""

from collections import Counter

from django.db import connections

from tests import ground, scoreboard
from tests.agencies import attacks

TIMES = {"ci": 40, "full": 400}


def measure(size: str) -> scoreboard.Measured:
    connections.close_all()
    ground.create_workers_database()
    found: Counter = Counter()
    for attack in attacks.ATTACKS.values():
        found.update(attacks.undone(attack, TIMES[size]))
    return scoreboard.Measured(attacks.holds(found), dict(sorted(found.items())))
