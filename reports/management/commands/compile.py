"""Compile one edition here and now."""

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandParser

from reports import actions, questions
from reports.management.refusals import RUNNING, refusal, refuse_ahead
from reports.periods import Period


class Command(BaseCommand):
    help = "Susun edisi satu wilayah dan periode; bila angkanya sama, edisi lama."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--region", default="ID", help="kode wilayah, misalnya 64")
        parser.add_argument("--from", dest="from", required=True, help="2025-01-01")
        parser.add_argument("--to", required=True, help="2025-10-31")

    def handle(self, *args: object, region: str, **options: object) -> None:
        texts = {"region": region, "from": str(options["from"]), "to": options["to"]}
        try:
            asked = questions.read({"figure": "cases", **texts}, by_code=True)
            period = Period(asked.first, asked.last)
            refuse_ahead(period, "to")
        except ValidationError as error:
            raise refusal(error) from error
        edition = actions.compile_edition(asked.area, period, by=None)
        if period.has_not_ended:
            self.stderr.write(RUNNING)
        self.stdout.write(
            f"{edition.number} {edition.get_state_display()} {edition.digest}"
        )
