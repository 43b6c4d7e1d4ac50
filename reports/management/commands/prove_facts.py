"""Facts are the register, and the numbers kept ready are what the facts add up to."""

import sys

from django.core.management.base import BaseCommand

from agencies.eyes import looking_at_everything
from cases import facts
from reports import marginals


class Command(BaseCommand):
    help = "Buktikan bahwa fakta sama dengan register; keluar 1 bila berbeda."

    def handle(self, **options):
        with looking_at_everything():
            faults = self._faults()
        if faults:
            sys.exit(1)

    def _faults(self) -> int:
        faults = 0
        for unit in facts.UNITS:
            differences, overlaps = facts.differences(unit), facts.overlaps(unit)
            faults += differences + overlaps
            self.stdout.write(f"{unit} differences={differences} overlaps={overlaps}")
        differences = marginals.differences()
        faults += differences
        self.stdout.write(f"marginals differences={differences}")
        return faults
