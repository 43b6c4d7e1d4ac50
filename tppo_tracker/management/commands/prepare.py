"""Schema, rights and reference data, in one go; safe to repeat."""

import io

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand

STEPS = {
    ("migrate", "--no-input"): "Tables of the register …",
    ("grant_serving_role",): "Rights of the serving role …",
    ("move_facts_clock",): "Clock of the facts …",
    ("load_reference",): "Reference data: regions, agencies, codes, statutes …",
    ("load_external_figures",): "Figures that others have published …",
    ("define_marginals",): "Numbers to keep ready …",
}
DEMO_STEPS = {("load_cast",): "Accounts of the demo …"}


class Command(BaseCommand):
    help = "Siapkan basis data: skema, hak peran layanan, data rujukan, akun contoh."

    def handle(self, *args: object, verbosity: int, **options: object) -> None:
        """One line before each step; what each of them counts with --verbosity 2."""
        with_cast = settings.DEMO_MODE or settings.TPPO_ENV == "test"
        for command, line in (STEPS | (DEMO_STEPS if with_cast else {})).items():
            if verbosity:
                self.stdout.write(line)
                self.stdout.flush()  # who waits may read it from a file or a pipe
            told = self.stdout if verbosity > 1 else io.StringIO()
            call_command(*command, verbosity=0, stdout=told)
