"""Write the Laporan Bulanan of a region and month to a file."""

from pathlib import Path

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser

from reports import areas
from reports.edition_report import monthly_report
from reports.management.refusals import WRONG_WORD, refusal
from reports.models import Edition
from reports.monthly import typeset_monthly
from reports.periods import read_month


class Command(BaseCommand):
    help = "Tulis Laporan Bulanan (PDF) dari edisi yang berlaku."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--region", default="ID", help="kode wilayah, misalnya 64")
        parser.add_argument("--month", required=True, help="2025-11")
        parser.add_argument("--out", required=True, help="berkas PDF")

    def handle(
        self, *args: object, region: str, month: str, out: str, **options: object
    ) -> None:
        try:
            area, period = areas.area(region), read_month(month)
        except ValidationError as error:
            raise refusal(error) from error
        edition = Edition.objects.of(area.code, period).newest()
        if edition is None:
            raise CommandError(
                f"Belum ada edisi {area.code} untuk {month}. Susun dahulu: manage.py"
                f" compile --region {area.code} --from {period.first}"
                f" --to {period.last}",
                returncode=WRONG_WORD,
            )
        Path(out).write_bytes(typeset_monthly(monthly_report(edition)))
        self.stdout.write(f"{out}: {edition.number}")
