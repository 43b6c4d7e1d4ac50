import time
from datetime import date

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from agencies import clock
from cases import practice
from cases.models import Case

MOST = 3_000


class Command(BaseCommand):
    help = "Isi register latihan: perkara rekaan sampai pagi hari yang disebut."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--seed", type=int, default=1)
        parser.add_argument("--cases", type=int, default=2_000)
        parser.add_argument(
            "--until", type=date.fromisoformat, help="2026-11-21; asali: hari ini."
        )
        parser.add_argument(
            "--if-empty",
            action="store_true",
            help="Tidak berbuat apa-apa bila register sudah berisi perkara.",
        )

    def handle(self, *, seed, cases, until, if_empty, **options) -> None:
        if settings.PRODUCTION:
            raise CommandError("Never in production: these cases are invented.")
        if not (settings.DEMO_MODE or settings.TPPO_ENV == "test"):
            raise CommandError("DEMO_MODE=1 only: every page must say it is practice.")
        until = until or clock.today()
        if not practice.EARLIEST <= until <= clock.today():
            raise CommandError(f"--until: from {practice.EARLIEST} to today.")
        if cases > MOST:
            raise CommandError(f"--cases: {MOST} at most.")
        if if_empty and Case.objects.exists():
            self.stdout.write("The register holds cases; nothing was written.")
            return
        self.stdout.write("Cases of the demo …")
        self.stdout.flush()
        started = time.monotonic()
        try:
            acts = practice.seed(seed=seed, cases=cases, until=until)
        except practice.TooFew as error:
            raise CommandError(
                f"--cases: {error.least} at least; the published figures need them."
            ) from error
        except practice.NotEmpty as error:
            raise CommandError(
                "The register holds cases; invented ones never join them."
            ) from error
        took = time.monotonic() - started
        self.stdout.write(f"{cases} cases, {acts} acts to {until}: {took:.1f} s")
