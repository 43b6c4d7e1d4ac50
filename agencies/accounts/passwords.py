"""Common passwords in disguise: a well-known word, dressed up until it is long enough.

Django's list holds 20,000 passwords, of which hardly any has twelve characters: our
length refuses the others, and what people make of them ("sayang123456",
"P@ssw0rd2025!", "merdekamerdeka") stands in no list. So the dress is taken off, digits,
signs and letters written as digits, and what is left is looked for: among Django's,
and among words that Indonesian offices choose (`common_words.txt`).
"""

import re
from functools import cache
from pathlib import Path

from django.contrib.auth.password_validation import CommonPasswordValidator
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

WORDS = Path(__file__).parent / "common_words.txt"
LETTERS = str.maketrans("013457@$!", "oieastasi")
AT_ITS_ENDS = "0123456789!@#$%^&*()-_=+.,?/ "
SHORTEST = 4
NOT_LETTERS = re.compile(r"[^a-z]+")
REPEATED = re.compile(r"(.+?)\1+")


class DressedUpPasswordValidator:
    """Refuses a password that is one common word and nothing else that counts."""

    def validate(self, password: str, user: object = None) -> None:
        found = cores(password)
        if found & _common() or max(map(len, found)) < SHORTEST:
            raise ValidationError(
                _(
                    "Kata sandi ini satu kata umum dengan tambahan angka atau tanda."
                    " Pakai beberapa kata yang tidak berhubungan."
                ),
                code="password_dressed_up",
            )

    def get_help_text(self) -> str:
        return _("Bukan satu kata umum dengan tambahan angka atau tanda.")


def cores(password: str) -> set[str]:
    """What is left of it without digits and signs, and with digits read as letters but
    for those at its ends: years and counters. Of a repeated word, the word."""
    said = password.lower()
    bare, begun = said.strip(AT_ITS_ENDS), said.rstrip(AT_ITS_ENDS)
    readings = (said, bare.translate(LETTERS), begun.translate(LETTERS))
    return {_once(NOT_LETTERS.sub("", one)) for one in readings}


def _once(word: str) -> str:
    whole = REPEATED.fullmatch(word)
    return whole[1] if whole else word


@cache
def _common() -> frozenset[str]:
    lines = WORDS.read_text().split()
    return frozenset(CommonPasswordValidator().passwords) | frozenset(lines)
