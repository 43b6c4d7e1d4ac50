"""Schema, rights and reference data, in one go; safe to repeat."""

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand


class Command(BaseCommand):
    help = "Siapkan basis data: skema, hak peran layanan, data rujukan, akun contoh."

    def handle(self, *args: object, verbosity: int, **options: object) -> None:
        call_command("migrate", interactive=False, verbosity=0)
        commands = ["grant_serving_role", "load_reference"]
        if settings.DEMO_MODE or settings.TPPO_ENV == "test":
            commands.append("load_cast")
        for name in commands:
            call_command(name, verbosity=verbosity, stdout=self.stdout)
