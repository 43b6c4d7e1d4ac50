"""The index process of this host: names in memory, searched over a socket."""

from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from cases.names.keeper import Keeper
from cases.names.scoring import weights_of
from cases.names.server import run
from cases.register_feed import RegisterFeed


class Command(BaseCommand):
    help = "Search names in memory, on NAMES_SOCKET, until asked to end."

    def handle(self, **options):
        file = Path(settings.NAMES_SNAPSHOT)
        learnt = settings.NAMES_WEIGHTS
        try:
            weights = weights_of(Path(learnt) if learnt else None)
        except ValueError as error:
            raise CommandError(str(error)) from error
        keeper = Keeper(RegisterFeed(), weights, file)
        self.stdout.write(f"name index ready, started from: {keeper.started_from}")
        self.stdout.flush()
        run(keeper, Path(settings.NAMES_SOCKET))
