"""Pages of figures."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from agencies import saved_views
from agencies.access import Act, require
from reports import rights
from reports.dashboard.page import Dashboard
from reports.page.explorer import SAVED_AS, Explorer
from reports.page.form import LONGEST_QUERY, QuestionForm


@require_safe
def figures(request: HttpRequest) -> HttpResponse:
    """Live figures; who sees summaries alone is told where complete ones are."""
    if rights.reads_editions_only(request.user):
        return render(request, "reports/only_editions.html")
    require(request.user.hat, Act.SEE_CASES)
    return render(request, "reports/explorer.html", Explorer(request).context())


@require_safe
def dashboard(request: HttpRequest) -> HttpResponse:
    """Figures of her region: live ones, and complete ones of the newest edition."""
    page = Dashboard(request)
    if page.is_live:
        require(request.user.hat, Act.SEE_CASES)
    return render(request, "reports/dashboard.html", page.context())


@require_POST
def save_view(request: HttpRequest) -> HttpResponse:
    require(request.user.hat, Act.SEE_CASES)
    typed = QueryDict(request.POST.get("query", "")[:LONGEST_QUERY])
    query = QuestionForm(typed, user=request.user).query
    name = request.POST.get("name", "").strip()
    try:
        saved_views.save_view(
            by=request.user, register_list=SAVED_AS, name=name, query=query
        )
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, _("Tampilan “%s” disimpan.") % name)
    return redirect(f"{reverse('figures')}?{query}")


@require_POST
def delete_view(request: HttpRequest, view_id: int) -> HttpResponse:
    view = saved_views.delete_view(by=request.user, view_id=view_id, of=(SAVED_AS,))
    messages.success(request, _("Tampilan “%s” dihapus.") % view.name)
    return redirect("figures")
