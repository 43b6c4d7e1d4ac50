"""Load what other publishers have said; a second run changes nothing."""

from django.core.management.base import BaseCommand

from reports import external


class Command(BaseCommand):
    help = "Muat angka instansi lain yang dikirim bersama sistem."

    def handle(self, *args: object, **options: object) -> None:
        self.stdout.write(f"external figures: {external.load()}")
