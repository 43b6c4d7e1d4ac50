"""Tell the database which numbers to keep ready: part of every `prepare`."""

from django.core.management.base import BaseCommand

from reports import marginals


class Command(BaseCommand):
    help = "Beri tahu basis data angka mana yang disimpan siap pakai; aman diulang."

    def handle(self, **options):
        changed = marginals.define()
        self.stdout.write(f"defined anew: {', '.join(changed) or 'nothing'}")
