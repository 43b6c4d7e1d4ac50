"""What is typed about people: a new post by letter."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from agencies import clock
from agencies.choices import Role, SuspendReason
from agencies.models import Agency, Assignment, Post
from cases.forms.row import ActForm, label_of

THERE, NEW = "there", "new"
SHOWN = 20


class SuspendForm(ActForm):
    """Bekukan akun: why, and by which letter if there is one already."""

    reason = forms.ChoiceField(
        label=_("Alasan"),
        choices=SuspendReason.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Pilih alasannya.")},
    )
    letter_number = forms.CharField(
        label=label_of(Assignment, "letter_number"), max_length=80, required=False
    )


class MoveForm(ActForm):
    """Mutasi: the office by its code, the role, the title, the letter."""

    agency = forms.CharField(
        label=_("Kode instansi"),
        max_length=40,
        help_text=_("Misalnya POLRESTA-BPP-PPA."),
    )
    role = forms.ChoiceField(
        label=label_of(Post, "role"), choices=Role.choices, widget=forms.RadioSelect
    )
    title = forms.CharField(label=label_of(Post, "title"), max_length=120)
    post = forms.ChoiceField(
        label=_("Jabatan itu"),
        choices=[(THERE, _("Sudah ada di instansi itu")), (NEW, _("Baru"))],
        initial=THERE,
        widget=forms.RadioSelect,
    )
    letter_number = forms.CharField(
        label=label_of(Assignment, "letter_number"),
        max_length=80,
        error_messages={"required": _("Isi nomor suratnya.")},
    )

    def clean_agency(self) -> Agency:
        code = self.cleaned_data["agency"].strip().upper()
        found = Agency.objects.valid_on(clock.today()).filter(code=code).first()
        if found is None:
            raise ValidationError(_("Instansi ini tidak dikenal."))
        return found

    def clean(self) -> dict[str, Any]:
        """`to`: the post of that title, however it is written, or one to be made."""
        said = super().clean() or self.cleaned_data
        if {"agency", "role", "title"} <= said.keys():
            said["to"] = self._post(said["agency"], said["role"], said["title"])
        return said

    def _post(self, agency: Agency, role: str, title: str) -> Post | None:
        there = Post.objects.filter(agency=agency, role=role)
        found = there.filter(title__iexact=title).first()
        if found is None and self.cleaned_data.get("post") != NEW:
            self.add_error("title", _no_post(there))
        return found or Post(agency=agency, role=role, title=title)


def _no_post(there: QuerySet[Post]) -> str:
    titles = list(there.order_by("title").values_list("title", flat=True)[:SHOWN])
    if not titles:
        return gettext("Instansi itu belum punya jabatan dengan peran ini.")
    return gettext("Jabatan ini tidak ada. Yang ada: %(titles)s.") % {
        "titles": ", ".join(titles)
    }
