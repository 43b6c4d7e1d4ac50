"""Compiling, by a worker: each edition in its own transaction, each done once.

And folding what acts have changed into the numbers that are kept ready.
"""

import datetime

from celery import shared_task
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection, transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from agencies import audit, clock, jobs
from agencies.access import NATION, Act
from agencies.accounts.authentication import acting_user
from agencies.eyes import looking_at_everything
from agencies.models import Job, User
from reports import actions, areas, job_page, marginals, month_sheets, rights
from reports.areas import Area
from reports.periods import Period, month_before

COMPILE = "reports.compile"
COMPILE_MONTH = "reports.compile_month"
COMPILE_LAST_MONTH = "reports.compile_last_month"
FOLD = "reports.fold_marginals"
MOST_WAITING, MOST_A_DAY = 20, 20  # of one person
A_DAY = datetime.timedelta(hours=24)
# Provisional until the 5th: a new night, a new count.
LAST_NIGHT = 5
AT_HOUR = 2  # WIB


@transaction.atomic
def ask_to_compile(area: Area, period: Period, *, by: User) -> Job:
    """PermissionDenied unless her office serves the region and her role compiles;
    ValidationError while so many of hers wait that she would hold up all others, or
    after MOST_A_DAY: an edition is kept for ever."""
    rights.require(by, Act.COMPILE_EDITION, area.code)
    _refuse_too_many(by)
    given = {
        "region": area.code,
        "first": period.first.isoformat(),
        "last": period.last.isoformat(),
    }
    return jobs.ask(COMPILE, f"{area.code} {period.code}", given=given, by=by)


def _refuse_too_many(by: User) -> None:
    """Those that she asks for at once are counted one after another."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))",
            [f"{COMPILE}:{by.pk}"],
        )
    hers = Job.objects.filter(kind=COMPILE, by=by)
    if hers.open().count() >= MOST_WAITING:
        raise ValidationError(
            _("Paling banyak %(n)d edisi Anda menunggu sekaligus: coba sebentar lagi."),
            params={"n": MOST_WAITING},
        )
    if hers.filter(created_at__gt=clock.now() - A_DAY).count() >= MOST_A_DAY:
        raise ValidationError(
            _("Paling banyak %(n)d edisi Anda disusun dalam sehari: coba besok."),
            params={"n": MOST_A_DAY},
        )


def ask_to_compile_month(month: Period, *, night: datetime.date | None = None) -> Job:
    """Nation, provinces, regencies and cities of a month, as one job of many steps."""
    subject = f"{month.code} {night}" if night else month.code
    given = {"month": month.code}
    of = len(areas.compiled_every_month())
    return jobs.ask(COMPILE_MONTH, subject, given=given, by=None, of=of)


def jobs_shown_to(user: User) -> QuerySet[Job]:
    """Those that she asked for; the nation's office sees each month's too."""
    shown = Q(kind=COMPILE, by=user)
    if rights.may(user, Act.COMPILE_EDITION, NATION):
        shown |= Q(kind=COMPILE_MONTH)
    return Job.objects.filter(shown)


@shared_task(name=COMPILE)
def compile_one(job_id: str) -> None:
    jobs.run(job_id, _compile_one)


@shared_task(name=COMPILE_MONTH)
def compile_month(job_id: str) -> None:
    jobs.run(job_id, _compile_month)


@shared_task(name=COMPILE_LAST_MONTH)
def compile_last_month() -> None:
    """Asked every hour: on the first five nights of a month, once for each night."""
    now = clock.now().astimezone(clock.WIB)
    if now.day > LAST_NIGHT or now.hour < AT_HOUR:
        return
    month, night = month_before(now.date()), now.date()
    asked = Job.objects.filter(kind=COMPILE_MONTH, subject=f"{month.code} {night}")
    if not asked.exists():
        ask_to_compile_month(month, night=night)


@shared_task(name=FOLD, ignore_result=True)
def fold_marginals() -> None:
    """Asked every minute."""
    marginals.fold()


def _compile_one(job: Job) -> str:
    by, period = _asker(job), job_page.period_of(job)
    edition = actions.compile_edition(areas.area(job.given["region"]), period, by=by)
    return str(edition.public_id)


def _asker(job: Job) -> User:
    """Who asked, under the hat that she wore then; PermissionDenied, and a denial on
    record, if she may no longer: her account or posting may have ended meanwhile."""
    by = acting_user(user_id=job.by_id)
    if by is not None and job.hat_id:
        by.wear(job.hat_id)
    try:
        if by is None or job.hat_id not in (None, by.assignment.pk):
            raise PermissionDenied(_("Yang meminta tidak bertugas lagi."))
        rights.require(by, Act.COMPILE_EDITION, job.given["region"])
    except PermissionDenied:
        audit.record_denial(by=job.by, verb="denied", reason=f"403 {COMPILE}")
        raise
    return by


def _compile_month(job: Job) -> str:
    month = job_page.period_of(job)
    wanted = areas.compiled_every_month()
    with looking_at_everything():
        sheet_of = month_sheets.of_month(wanted, month)
        jobs.each(
            job,
            [(area.name, area) for area in wanted],
            lambda area: actions.keep(sheet_of(area), month, by=None),
            _(
                "%(n)d dari %(of)d wilayah tidak tersusun: %(failed)s."
                " Yang lain tersusun."
            ),
        )
    return month.code
