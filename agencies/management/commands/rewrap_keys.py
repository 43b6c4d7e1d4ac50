"""`manage.py rewrap_keys`: after a new `kek_current`, before the old key is removed."""

from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand

from agencies.sealing import keystore


class Command(BaseCommand):
    help = "Wrap every data key under the keyring's current key."

    def handle(self, *args, **options):
        self.stdout.write(f"{keystore.rewrap()} data keys rewrapped")
        # It lies under the key that leaves; the name index reads the register anew.
        Path(settings.NAMES_SNAPSHOT).unlink(missing_ok=True)
