"""Lists that somebody keeps under a name of her own."""

from collections.abc import Container

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from agencies import audit
from agencies.access import OutOfScope
from agencies.models import SavedView, User

MOST_OF_A_LIST = 20


def save_view(*, by: User, register_list: str, name: str, query: str) -> SavedView:
    """Keep the address of a list under a name; ValidationError if it is taken."""
    view = SavedView(user=by, list=register_list, name=name, query=query)
    if not name.isprintable():
        raise ValidationError(_("Nama tampilan memuat tanda yang tidak dapat ditulis."))
    with transaction.atomic():
        # One at a time: two clicks at once would both find the name free.
        User.objects.select_for_update(no_key=True).get(pk=by.pk)
        if by.saved_views.filter(list=register_list).count() >= MOST_OF_A_LIST:
            raise ValidationError(
                _("Paling banyak %(n)d tampilan: hapus dahulu yang tidak dipakai."),
                params={"n": MOST_OF_A_LIST},
            )
        if by.saved_views.filter(list=register_list, name=name).exists():
            raise ValidationError(_("Nama tampilan ini sudah Anda pakai."))
        view.full_clean(exclude=["query"])
        view.save()
        audit.record(by=by, verb="saved_view", subject=view)
    return view


def delete_view(*, by: User, view_id: int, of: Container[str]) -> SavedView:
    """Forget a saved view of hers of one of those lists; OutOfScope for any other."""
    with transaction.atomic():
        view = by.saved_views.select_for_update().filter(pk=view_id).first()
        if view is None or view.list not in of:
            raise OutOfScope
        audit.record(by=by, verb="deleted_view", subject=view)
        SavedView.objects.filter(pk=view.pk).delete()
    return view
