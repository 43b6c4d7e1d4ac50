"""Move the facts' clock past the last tick, where a restore has set numbers back."""

from django.core.management.base import BaseCommand
from django.db import connection

# A restored cluster counts transactions from the beginning: its ticks would lie below
# those that facts, editions and marginals already name. The cut-off of an edition may
# lie far above the last act: signing in takes a transaction number too.
MOVE = """
UPDATE facts_clock SET off = off + last.tick + 1 - facts_tick()
  FROM (SELECT greatest((SELECT max(tick) FROM facts_act),
                        (SELECT max(cutoff) FROM reports_edition),
                        (SELECT tick FROM marginals_state), 0) AS tick) last
 WHERE facts_tick() <= last.tick
"""


class Command(BaseCommand):
    help = "Majukan jam fakta melewati detak terakhir; tanpa akibat bila sudah maju."

    def handle(self, **options: object) -> None:
        with connection.cursor() as cursor:
            cursor.execute(MOVE)
            moved = "moved" if cursor.rowcount else "already past the last tick"
        self.stdout.write(f"facts clock: {moved}")
