"""The sentence about what happened: sealed from its first row, never listed.

Officers write "Melati (15), SMPN 4": whatever they are told, free text names people.
So the text is encrypted, and a warning appears while it is being typed.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator
from django.utils.functional import Promise
from django.utils.text import format_lazy, get_text_list
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from cases import limits

check_length = MaxLengthValidator(
    limits.LONGEST_SENTENCE,
    _(
        "Paling banyak %(limit_value)d karakter, sekarang %(show_value)d. Persingkat;"
        " rincian dapat menyusul."
    ),
)


@dataclass(frozen=True)
class Giveaway:
    """What may identify somebody. `pattern` also runs in browsers: plain JS syntax."""

    name: str
    pattern: str
    what: str | Promise

    @property
    def message(self) -> str | Promise:
        return format_lazy(SEEMS, what=self.what)


SEEMS = _("Tampaknya ada {what}.")


GIVEAWAYS = (
    Giveaway("nik", r"(?:\d[ .-]?){15}\d", _("NIK")),
    Giveaway(
        "phone",
        r"(?:\+62|62|0)[ .-]?8(?:[ .-]?\d){7,11}",
        _("nomor telepon"),
    ),
    Giveaway(
        "school",
        r"\b(?:SDN?|SMPN?|MTsN?|SMAN?|SMKN?|pesantren|ponpes|sekolah)\b",
        _("nama sekolah"),
    ),
    Giveaway("name", r"\ba\.?n\.|\batas nama\b", _("nama orang")),
    # "Jl. Melati Raya no. 3", "Gang 5", "RT 02/RW 7".
    Giveaway(
        "address",
        r"\b(?:jalan|jln|jl|gang|gg|lorong)\b\.?\s*(?:[^\s\d]\S*\s+){0,4}(?:no\.?\s*)?\d"
        r"|\bR[TW]\b[ ./:]*\d",
        _("alamat"),
    ),
)
# Of words that leave: who writes "Melati (15)" names a child. Within a case such words
# are common ("anak perempuan (15)"), and a warning that is always there warns nobody.
LEAVING = (
    *GIVEAWAYS,
    Giveaway(
        "aged",
        r"\b(?!ayat\b)[^\W\d_]{2,}[ ,]*\(\d{1,2}(?: ?(?:th|thn|tahun)\.?)?\)",
        _("nama atau umur orang"),
    ),
)


def giveaways_in(text: str, among: Iterable[Giveaway] = GIVEAWAYS) -> list[Giveaway]:
    """What in `text` may identify somebody. A warning only, never a refusal."""
    return [w for w in among if re.search(w.pattern, text, re.IGNORECASE)]


def check_no_giveaways(text: str) -> None:
    """For words that leave the register: here it is a refusal."""
    if found := giveaways_in(text, LEAVING):
        raise ValidationError(in_one_sentence(found))


def in_one_sentence(found: list[Giveaway]) -> str:
    """ "Tampaknya ada NIK, nomor telepon dan nama orang."; "" where nothing is."""
    what = get_text_list([str(giveaway.what) for giveaway in found], gettext("dan"))
    return str(SEEMS).format(what=what) if found else ""


def context_of(public_id) -> str:
    """What the sealed sentence is bound to: it opens in its own case only."""
    return f"cases.Case.narrative:{public_id}"
