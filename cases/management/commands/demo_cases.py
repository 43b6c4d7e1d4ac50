"""Writes the demo's dozen cases by the actions, as the serving role."""

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from cases import demo


class Command(BaseCommand):
    help = "Tulis selusin perkara rekaan untuk latihan; aman diulang."

    def handle(self, **options):
        if not settings.DEMO_MODE:
            raise CommandError("The demo cases are for DEMO_MODE=1 only.")
        self.stdout.write("Cases of the demo …")
        self.stdout.flush()
        demo.load()
