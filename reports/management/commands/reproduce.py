"""Count editions again from the facts, as known at their cut-offs."""

import sys

from django.core.management.base import BaseCommand, CommandError, CommandParser

from reports import actions
from reports.management.refusals import WRONG_WORD
from reports.models import Edition

SHOWN = 20  # differing cells that are printed of each edition


class Command(BaseCommand):
    help = "Hitung ulang edisi dan bandingkan; keluar 1 bila ada yang berbeda."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("edition", nargs="?", help="nomor edisi, 64-2025-10/1")
        parser.add_argument("--all", action="store_true", help="semua edisi")

    def handle(self, *args: object, edition: str | None, **options: object) -> None:
        if bool(edition) == bool(options["all"]):
            raise CommandError(
                "Sebut satu nomor edisi, atau --all.", returncode=WRONG_WORD
            )
        chosen = Edition.objects.select_related("region").order_by("id")
        if edition:
            chosen = chosen.numbered(edition)
            if not chosen:
                raise CommandError(f"Tidak ada edisi {edition}.", returncode=WRONG_WORD)
        # One by one: editions are large, and a cursor would hold a transaction open.
        ids = list(chosen.values_list("pk", flat=True))
        counted = [self._reproduced(chosen.get(pk=one)) for one in ids]
        self.stdout.write(f"editions={len(counted)} differing={counted.count(False)}")
        if not all(counted):
            sys.exit(1)

    def _reproduced(self, edition: Edition) -> bool:
        again = actions.reproduce(edition)
        word = "ok" if again.is_same else "DIFFERS"
        self.stdout.write(f"{edition.number} {word} {again.digest}")
        for kept, now in again.differing[:SHOWN]:
            self.stdout.write(f"  {kept} -> {now}")
        return again.is_same
