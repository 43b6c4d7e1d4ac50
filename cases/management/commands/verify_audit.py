"""Proves the audit trail, from its first event to the newest seal and beyond."""

import sys
import time

from django.core.management.base import BaseCommand

from agencies import audit
from agencies.chain import verification
from agencies.chain.verification import Found
from agencies.models.audit_event import VERIFIED
from cases.trail import gaps


class Command(BaseCommand):
    help = "Verify the audit trail; exit status 1 with what is wrong where."

    def handle(self, **options):
        start = time.monotonic()
        found = verification.verify(gaps.told)
        took = time.monotonic() - start
        changes = {
            name: [None, getattr(found, name)] for name in ("rows", "seals", "wrong")
        }
        audit.record(by=None, verb=VERIFIED, changes=changes)
        self._tell(found, took)
        if found.wrong:
            sys.exit(1)

    def _tell(self, found: Found, took: float) -> None:
        for note in found.notes:
            self.stdout.write(f"note: {note}")
        for what, where in found.faults:
            self.stdout.write(f"WRONG {where}: {what}")
        if found.wrong > len(found.faults):
            self.stdout.write(f"and {found.wrong - len(found.faults)} more")
        word = "WRONG" if found.wrong else "ok"
        self.stdout.write(
            f"audit {word} events={found.rows} seals={found.seals}"
            f" heads={found.heads} unsealed={found.unsealed}"
            f" oldest_unsealed={found.oldest or 0:.0f} wrong={found.wrong}"
            f" seconds={took:.1f} events_per_second={found.rows / max(took, 0.001):.0f}"
        )
