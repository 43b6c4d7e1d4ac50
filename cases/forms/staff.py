"""What is typed about people: a new post by letter."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
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
        label=_("Instansi"),
        max_length=200,
        help_text=_("Kodenya, atau nama lengkapnya. Misalnya POLRESTA-BPP-PPA."),
        error_messages={"required": _("Isi kode atau nama instansinya.")},
        widget=forms.TextInput(attrs={"autocomplete": "off", "class": "wide"}),
    )
    role = forms.ChoiceField(
        label=label_of(Post, "role"),
        choices=Role.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Pilih perannya.")},
    )
    title = forms.CharField(
        label=label_of(Post, "title"),
        max_length=120,
        error_messages={"required": _("Isi nama jabatannya.")},
    )
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
        """By its code or its whole name: a post gives sight, so that the one office
        that a part of a name finds is asked about and not taken."""
        said = self.cleaned_data["agency"]
        today = Agency.objects.valid_on(clock.today())
        is_it = Q(code=said.upper()) | Q(name__iexact=said)
        alike = today.filter(name__icontains=said).order_by("name")
        found = list(today.filter(is_it)[:2])
        if len(found) != 1:
            raise ValidationError(_which(found or list(alike[:SHOWN])))
        return found[0]

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


def _which(found: list[Agency]) -> str:
    if not found:
        return gettext("Tidak ada instansi dengan kode atau nama itu.")
    return gettext("Yang mana? %(offices)s.") % {
        "offices": "; ".join(f"{each.name} ({each.code})" for each in found)
    }


def _no_post(there: QuerySet[Post]) -> str:
    titles = list(there.order_by("title").values_list("title", flat=True)[:SHOWN])
    if not titles:
        return gettext("Instansi itu belum punya jabatan dengan peran ini.")
    return gettext("Jabatan ini tidak ada. Yang ada: %(titles)s.") % {
        "titles": ", ".join(titles)
    }
