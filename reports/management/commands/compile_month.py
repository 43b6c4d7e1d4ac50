"""Compile a month for the nation, its provinces, regencies and cities, here and now."""

import time

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser

from agencies.choices import JobState
from agencies.models import Job
from reports import tasks
from reports.management.refusals import RUNNING, refusal, refuse_ahead
from reports.periods import read_month


class Command(BaseCommand):
    help = "Susun edisi sementara sebulan: nasional, provinsi, kabupaten dan kota."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("month", help="2025-11")

    def handle(self, *args: object, month: str, **options: object) -> None:
        try:
            period = read_month(month)
            refuse_ahead(period, "month")
        except ValidationError as error:
            raise refusal(error, "month") from error
        if period.has_not_ended:
            self.stderr.write(RUNNING)
        started = time.monotonic()
        job = tasks.ask_to_compile_month(period)
        tasks.compile_month(str(job.public_id))
        job = Job.objects.get(pk=job.pk)
        if job.state == JobState.FAILED or job.reason:
            raise CommandError(f"{month}: {job.get_state_display()} {job.reason}")
        if job.is_open:
            self.stdout.write(f"{month}: sedang disusun pekerja lain ({job.percent} %)")
            return
        seconds = time.monotonic() - started
        self.stdout.write(f"{month}: {job.of} edisi, {seconds:.1f} s")
