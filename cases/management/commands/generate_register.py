import time

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from agencies import clock
from cases import generator
from cases.models import Case


class Command(BaseCommand):
    help = "Bangkitkan register uji (bukan data nyata) sebesar yang diminta."

    def add_arguments(self, parser):
        parser.add_argument("--cases", type=int, required=True)
        parser.add_argument("--seed", type=int, default=1)
        parser.add_argument(
            "--beside",
            action="store_true",
            help="Juga bila register sudah berisi perkara (demo).",
        )

    def handle(self, *, cases, seed, beside, **options):
        if settings.PRODUCTION:
            raise CommandError("Never in production: these cases are invented.")
        if cases < 1:
            raise CommandError("--cases must be at least 1.")
        if not beside and Case.objects.exists():
            raise CommandError("The register holds cases; --beside adds to them.")
        self.started = time.monotonic()
        generator.generate(cases=cases, seed=seed, today=clock.today(), told=self.told)
        generator.tidy()
        self.told(f"{cases} cases")

    def told(self, step: str) -> None:
        self.stdout.write(f"{time.monotonic() - self.started:8.1f} s  {step}")
