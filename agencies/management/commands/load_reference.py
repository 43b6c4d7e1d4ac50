"""Load the shipped reference data; a second run changes nothing."""

from django.core.management.base import BaseCommand

from agencies.reference import load_reference


class Command(BaseCommand):
    help = "Load regions, agencies, task forces, hotlines, code lists and statutes."

    def handle(self, *args, **options):
        for noun, count in load_reference().items():
            self.stdout.write(
                f"{noun}: {count.created} created, {count.changed} changed, "
                f"{count.unchanged} unchanged"
            )
