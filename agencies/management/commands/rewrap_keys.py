"""`manage.py rewrap_keys`: after a new `kek_current`, before the old key is removed."""

from django.core.management.base import BaseCommand

from agencies.sealing import keystore


class Command(BaseCommand):
    help = "Wrap every data key under the keyring's current key."

    def handle(self, *args, **options):
        self.stdout.write(f"{keystore.rewrap()} data keys rewrapped")
