"""The particulars as they are asked for, and what may be told of them unopened."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy, pgettext_lazy

from agencies.sections import Section
from cases.particulars.values import NAMES, NOTHING, Particulars
from cases.person_choices import PersonKind

SEVERAL = tuple(n for n in NAMES if isinstance(getattr(NOTHING, n), tuple))


@dataclass(frozen=True, slots=True)
class Field:
    """One of the particulars, for forms: `of` says of whom it is asked, `said` what a
    mask says of it ("%d" of several); `is_kept_back` is not for who knows somebody as a
    suspect alone, and of what `is_unsaid` no mask says that it is recorded."""

    label: str | Promise
    help: str | Promise = ""
    of: tuple[PersonKind, ...] = (PersonKind.NATURAL,)
    said: Any = ""
    is_kept_back: bool = False
    is_unsaid: bool = False


_BOTH = (PersonKind.NATURAL, PersonKind.CORPORATION)
_FIRM = (PersonKind.CORPORATION,)
FIELDS: Mapping[str, Field] = {
    "name": Field(
        _("nama"),
        _("Seperti tertulis pada dokumen, termasuk bin/binti. Satu kata pun cukup."),
        said=_("Nama tercatat"),
    ),
    "aliases": Field(
        _("nama lain"),
        _("Panggilan atau alias, satu per baris."),
        of=_BOTH,
        said=ngettext_lazy("%d nama lain", "%d nama lain"),
    ),
    "nik": Field(pgettext_lazy("label", "NIK"), _("16 angka."), said=_("NIK tercatat")),
    "passport": Field(_("nomor paspor"), said=_("Paspor tercatat")),
    "phones": Field(
        _("telepon"),
        _("Satu per baris, misalnya 0812… atau +60…"),
        of=_BOTH,
        said=ngettext_lazy("%d nomor telepon", "%d nomor telepon"),
    ),
    "accounts": Field(
        _("akun, kendaraan, rekening"),
        of=_BOTH,
        said=ngettext_lazy("%d akun atau kendaraan", "%d akun atau kendaraan"),
    ),
    "birth": Field(
        _("lahir"),
        _("Tanggal, perkiraan tahun, atau rentang tahun."),
        said=_("Tanggal atau tahun lahir tercatat"),
    ),
    "nationality": Field(_("kewarganegaraan"), said=_("Kewarganegaraan tercatat")),
    "residence": Field(_("tempat tinggal"), of=_BOTH, said=_("Alamat tercatat")),
    "origin": Field(_("daerah asal"), said=_("Daerah asal tercatat")),
    "languages": Field(
        _("bahasa"),
        _("Yang ia mengerti, satu per baris."),
        said=ngettext_lazy("%d bahasa", "%d bahasa"),
    ),
    "disability": Field(
        _("disabilitas"),
        _("Yang perlu diketahui agar ia dilayani dengan baik."),
        is_kept_back=True,
        is_unsaid=True,
    ),
    "safe_contact": Field(
        _("kontak aman"),
        _("Lewat apa, jam berapa, dan apa yang jangan dipakai."),
        said=_("Kontak aman tercatat"),
        is_kept_back=True,
    ),
    "registered_name": Field(
        _("nama badan usaha"), of=_FIRM, said=_("Nama badan usaha tercatat")
    ),
    "nib": Field(_("NIB"), _("13 angka."), of=_FIRM, said=_("NIB tercatat")),
}


# UU 21/2007 art. 33 keeps whoever reports secret: no more is taken than reaches her.
OF_REPORTER = ("name", "phones", "residence", "safe_contact")

# What reaches somebody is dangerous without how she may be reached: one is never opened
# without the other.
REACHES = frozenset(("phones", "accounts", "residence"))


def of_kind(kind: str) -> tuple[str, ...]:
    """The fields that are asked of a natural person, or of a corporation."""
    return tuple(name for name, field in FIELDS.items() if kind in field.of)


def opened_in(section: Section) -> frozenset[str]:
    """The fields that open to who knows the person through this section of a case."""
    if section == Section.SUSPECT:
        return frozenset(n for n, field in FIELDS.items() if not field.is_kept_back)
    return frozenset(FIELDS)


def opened_along(
    names: Collection[str], recorded: Collection[str], opened: Collection[str]
) -> frozenset[str]:
    """What is asked for and, where it reaches somebody, the contact that is safe for
    her, if one is recorded and among what is `opened` to whoever asks."""
    along = {"safe_contact"} if REACHES & frozenset(names) else set()
    return frozenset(names) | (along & set(recorded) & set(opened))


def masked(recorded: Mapping[str, int], through: Iterable[Section]) -> dict[str, int]:
    """Of what is recorded, by field in their order, what opens to who knows her through
    these sections: every mask is drawn from this."""
    opened = frozenset().union(*map(opened_in, through))
    return {name: recorded[name] for name in FIELDS if name in recorded.keys() & opened}


def mask(particulars: Particulars) -> dict[str, int]:
    """How much is recorded, by field, and nothing of what: it may stand in the clear.

    Health is left out: that something is recorded there says it already.
    """
    found = {}
    for name in particulars.known():
        if not FIELDS[name].is_unsaid:
            value = getattr(particulars, name)
            found[name] = len(value) if isinstance(value, tuple) else 1
    return found


def in_words(told: Mapping[str, int]) -> list[str]:
    """ "Nama tercatat", "2 nomor telepon": all that a masked person shows."""
    return [
        str(FIELDS[name].said % n if name in SEVERAL else FIELDS[name].said)
        for name, n in told.items()
    ]
