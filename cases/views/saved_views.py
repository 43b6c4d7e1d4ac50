"""A list with its filters, kept under a name for whoever made it."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from agencies import saved_views
from cases.lists.addresses import kept_query
from cases.views.lists import KINDS

LONGEST = 2_000  # characters of a query string


@require_POST
def save(request: HttpRequest) -> HttpResponse:
    kind = KINDS.get(request.POST.get("list", ""))
    if kind is None:
        raise Http404
    typed = QueryDict(request.POST.get("query", "")[:LONGEST])
    narrowing = kind.filters(typed, user=request.user)
    kind.register_list(request.user, narrowing)  # 403 for who has no such list
    query = kept_query(kind.name, narrowing)
    name = request.POST.get("name", "").strip()
    try:
        saved_views.save_view(
            by=request.user, register_list=kind.name, name=name, query=query
        )
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, _("Tampilan “%s” disimpan.") % name)
    return redirect(f"{reverse(kind.url_name)}?{query}")


@require_POST
def delete(request: HttpRequest, view_id: int) -> HttpResponse:
    view = saved_views.delete_view(by=request.user, view_id=view_id, of=KINDS)
    messages.success(request, _("Tampilan “%s” dihapus.") % view.name)
    return redirect(KINDS[view.list].url_name)
