"""Fold by hand what a worker folds every minute."""

from django.core.management.base import BaseCommand, CommandParser

from reports import marginals


class Command(BaseCommand):
    help = "Perbarui angka siap pakai dari fakta; --rebuild menghitung semua dari awal."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--rebuild", action="store_true")

    def handle(self, *args: object, rebuild: bool, **options: object) -> None:
        if rebuild:
            marginals.forget()
        tick = marginals.fold()
        said = "another fold is under way" if tick is None else f"tick={tick}"
        self.stdout.write(f"marginals {said}")
