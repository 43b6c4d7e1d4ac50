"""Laporan: editions of the regions that her office serves, and their PDFs."""

import hashlib
from collections.abc import Callable
from functools import wraps
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from agencies import audit
from agencies.access import Act, OutOfScope, may, require
from agencies.lookup import zones
from agencies.models import Job, User
from reports import actions, areas, edition_page, job_page, rights, tasks
from reports.edition_report import monthly_report
from reports.forms import CompileForm, EditionFilter
from reports.models import Edition
from reports.monthly import typeset_monthly
from reports.views.heavy import limited

PAGE = 40
JOBS = 5


def opens_edition(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Decorator: the view gets the edition in the place of its public id; 404 unless
    her office serves its region."""

    @wraps(view)
    def through(request: HttpRequest, public_id: UUID) -> HttpResponse:
        require(request.user.hat, Act.READ_EDITION)
        served = Edition.objects.served_to(request.user).select_related("region")
        edition = served.filter(public_id=public_id).first()
        if edition is None:
            raise OutOfScope
        return view(request, edition)

    return through


@require_safe
def show_all(request: HttpRequest) -> HttpResponse:
    require(request.user.hat, Act.READ_EDITION)
    asked = EditionFilter(request.GET, user=request.user)
    served = Edition.objects.served_to(request.user).select_related("region")
    pages = Paginator(asked.chosen(served.defer("cells", "definitions")), PAGE)
    page = pages.get_page(request.GET.get("page"))
    context = {
        "filter": asked,
        "page": page,
        "rows": [edition_page.line(edition) for edition in page],
        "query": query_without_page(request),
    }
    return render(request, "reports/editions.html", context | compiling(request))


def compiling(request: HttpRequest) -> dict:
    """What is compiled now, and the form to ask for more, for those who may."""
    if not may(request.user.hat, Act.COMPILE_EDITION):
        return {"form": None, "jobs": []}
    zone = zones.zone_of(request.user.assignment.post)
    jobs = tasks.jobs_shown_to(request.user)[:JOBS]
    return {
        "form": CompileForm(user=request.user),
        "jobs": [job_page.line(job, zone) for job in jobs],
    }


def query_without_page(request: HttpRequest) -> str:
    query = request.GET.copy()
    query.pop("page", None)
    return query.urlencode()


@require_safe
@opens_edition
def show(request: HttpRequest, edition: Edition) -> HttpResponse:
    context = edition_page.context(edition, request.user)
    return render(request, "reports/edition.html", context)


@require_safe
@opens_edition
@limited
def report(request: HttpRequest, edition: Edition) -> HttpResponse:
    """The PDF, made from the edition: the same bytes every time."""
    if not edition.period.is_month:
        raise Http404
    pdf = typeset_monthly(monthly_report(edition))
    audit.record(
        by=request.user,
        verb="download_report",
        subject=edition,
        changes={"sha256": [None, hashlib.sha256(pdf).hexdigest()]},
    )
    name = f"laporan-tppo-{edition.number.replace('/', '-')}.pdf"
    return HttpResponse(
        pdf,
        content_type="application/pdf",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


@require_POST
@opens_edition
@limited
def reproduce(request: HttpRequest, edition: Edition) -> HttpResponse:
    again = actions.reproduce(edition)
    audit.record(
        by=request.user,
        verb="reproduce_edition",
        subject=edition,
        changes={
            "edition": [None, edition.number],
            "outcome": [None, "same" if again.is_same else "differs"],
            "digest": [edition.digest, again.digest],
        },
    )
    context = edition_page.context(edition, request.user)
    return render(request, "reports/edition.html", context | {"again": again})


@require_POST
@opens_edition
def publish(request: HttpRequest, edition: Edition) -> HttpResponse:
    try:
        actions.publish_edition(edition, by=request.user)
    except ValueError:
        messages.error(
            request,
            _("Edisi ini tidak sementara lagi, atau periodenya belum berakhir."),
        )
    else:
        messages.success(request, _("Edisi %s diterbitkan.") % edition.number)
    return redirect("edition", edition.public_id)


@require_POST
def compile_one(request: HttpRequest) -> HttpResponse:
    """Ask a worker; what is typed wrong comes back beside its field."""
    require(request.user.hat, Act.COMPILE_EDITION)
    form = CompileForm(request.POST, user=request.user)
    job = _asked_of_a_worker(form, request.user) if form.is_valid() else None
    if job is None:
        context = {"form": form, "jobs": []}
        return render(request, "reports/compile.html", context, status=400)
    return redirect("edition_job", job.public_id)


def _asked_of_a_worker(form: CompileForm, user: User) -> Job | None:
    """None when too much waits already: the form says so."""
    area = areas.area(form.cleaned_data["region"])
    try:
        return tasks.ask_to_compile(area, form.period, by=user)
    except ValidationError as error:
        form.add_error(None, error)
        return None


@require_safe
def job(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """How far it is; when it is done, its edition."""
    kinds = [tasks.COMPILE, tasks.COMPILE_MONTH]
    found = Job.objects.filter(public_id=public_id, kind__in=kinds).first()
    if found is None or not rights.may(
        request.user, Act.COMPILE_EDITION, job_page.region_of(found)
    ):
        raise OutOfScope
    if found.outcome and not job_page.is_of_a_month(found):
        return redirect("edition", found.outcome)
    zone = zones.zone_of(request.user.assignment.post)
    return render(request, "reports/job.html", job_page.line(found, zone))
