"""Load the demo accounts; refused wherever real people are registered."""

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from agencies.cast import load_cast


class Command(BaseCommand):
    help = "Load the cast: demo and test accounts with a public password."

    def handle(self, *args, **options):
        if settings.TPPO_ENV == "production" or not (
            settings.DEMO_MODE or settings.TPPO_ENV == "test"
        ):
            raise CommandError(
                "The cast has a public password: it is loaded with DEMO_MODE=1 or in "
                "tests, and never in production."
            )
        count = load_cast()
        self.stdout.write(
            f"cast: {count.created} created, {count.changed} changed, "
            f"{count.unchanged} unchanged"
        )
