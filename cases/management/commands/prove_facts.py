"""Facts are the register: compared both ways, unit by unit."""

import sys

from django.core.management.base import BaseCommand

from cases import facts


class Command(BaseCommand):
    help = "Buktikan bahwa fakta sama dengan register; keluar 1 bila berbeda."

    def handle(self, **options):
        faults = 0
        for unit in facts.UNITS:
            differences, overlaps = facts.differences(unit), facts.overlaps(unit)
            faults += differences + overlaps
            self.stdout.write(f"{unit} differences={differences} overlaps={overlaps}")
        if faults:
            sys.exit(1)
