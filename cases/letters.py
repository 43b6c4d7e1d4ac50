"""What can be the number of a letter (Surat Perintah, telegram). Whether there is such
a letter nobody here can know: the number is on record, and leads to a paper file."""

import re

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

SHORTEST = 4
DIGIT = re.compile(r"[0-9]")


def read(text: str) -> str:
    """The number without blanks around it; ValidationError by name for what is none."""
    number = text.strip()
    if not number:
        raise ValidationError({"letter_number": _("Isi nomor suratnya.")})
    if len(number) < SHORTEST or not DIGIT.search(number):
        raise ValidationError(
            {
                "letter_number": _(
                    "Tulis nomornya seperti pada surat, misalnya Sprin/417/IX/2025."
                )
            }
        )
    return number
