"""After a restore into another server, before the web starts."""

from django.core.management.base import BaseCommand

from agencies.chain import eras


class Command(BaseCommand):
    help = "Begin another era of the audit trail; the file outside keeps what was lost."

    def add_arguments(self, parser):
        parser.add_argument(
            "--reason", required=True, help="what was restored, and why"
        )

    def handle(self, *, reason: str, **options):
        era, lost = eras.begin(reason)
        self.stdout.write(
            f"era {era.era} begins after seal {era.after};"
            f" seals that only the file outside knows: {lost}"
        )
