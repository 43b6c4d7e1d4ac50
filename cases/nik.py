"""What the sixteen digits of a NIK say of themselves: warnings, never a refusal.

Digits 1–6 are the district in which it was issued, 7–12 the day of birth (40 is added
to a woman's day), 13–16 a running number (UU 24/2013 art. 13, PP 40/2019). People have
NIK with faults, of districts since divided, and of others: whoever records them must
not be stopped.
"""

import datetime
from collections.abc import Callable

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from cases.choices import Sex
from cases.normal_forms import NIK_DIGITS, digits_of

OF_A_WOMAN = 40
LENGTH = _("NIK seharusnya 16 angka.")
REGION = _("Enam angka pertama NIK bukan kode wilayah yang dikenal.")
DAY = _("Angka ke-7 sampai ke-12 NIK bukan tanggal lahir.")
SEX = _("NIK menunjukkan jenis kelamin yang lain.")
BIRTH = _("NIK menunjukkan tanggal lahir yang lain.")


def warnings(
    nik: str,
    *,
    is_region: Callable[[str], bool],
    sex: str = "",
    born: tuple[datetime.date, datetime.date] | None = None,
) -> list[str | Promise]:
    """What seems wrong with it. `is_region` knows district codes ("64.71.03"), `born`
    are the first and the last day on which she may have been born."""
    digits = digits_of(nik)
    if len(digits) != NIK_DIGITS or not nik.isascii():
        return [LENGTH]
    found = []
    if not is_region(f"{digits[:2]}.{digits[2:4]}.{digits[4:6]}"):
        found.append(REGION)
    days = _days(digits[6:12])
    if not days:
        return [*found, DAY]
    is_woman = int(digits[6:8]) > OF_A_WOMAN
    if sex in (Sex.FEMALE, Sex.MALE) and is_woman != (sex == Sex.FEMALE):
        found.append(SEX)
    if born and not any(born[0] <= day <= born[1] for day in days):
        found.append(BIRTH)
    return found


def _days(six: str) -> list[datetime.date]:
    """The day that DDMMYY may be, in either century; none if there is no such day."""
    day, month, year = (int(six[n : n + 2]) for n in (0, 2, 4))
    day -= OF_A_WOMAN if day > OF_A_WOMAN else 0
    found = []
    for century in (1900, 2000):
        try:
            found.append(datetime.date(century + year, month, day))
        except ValueError:
            continue  # 29 February of a year that has none
    return found
