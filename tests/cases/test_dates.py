"""Dates in three inputs: refused or read as they stand, never guessed."""

from datetime import date, time

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from cases.choices import DatePrecision
from cases.forms.dates import (
    EARLIEST_YEAR,
    DayField,
    PartialDate,
    PartialDateField,
    PartialDateInput,
)

WITH_TIME = PartialDateField(with_time=True, required=False)
DAY = DayField(required=False)
DATES = st.dates(min_value=date(EARLIEST_YEAR, 1, 1), max_value=date(9999, 12, 31))
DIGITS = st.text(alphabet="0123456789", min_size=1, max_size=5)
# Numbers as people type them, digits of other scripts, dates in one box, anything.
TYPED = st.one_of(
    DIGITS,
    st.text(alphabet="0123456789/.- :٣३３²", max_size=10),
    st.text(max_size=8),
    st.sampled_from(["", " ", "3/4", "07/03/2026", "Mei", "1e1", "0x7", "1_0", "-1"]),
)


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        (["7", "3", "2026"], PartialDate(date(2026, 3, 7))),
        (["07", "03", "2026"], PartialDate(date(2026, 3, 7))),
        ([" 7", "3 ", "2026"], PartialDate(date(2026, 3, 7))),
        (["29", "2", "2024"], PartialDate(date(2024, 2, 29))),
        (["", "3", "2026"], PartialDate(date(2026, 3, 1), DatePrecision.MONTH)),
        (["", "", "2026"], PartialDate(date(2026, 1, 1), DatePrecision.YEAR)),
        (["", "", "", ""], None),
        (
            ["7", "3", "2026", "22.30"],
            PartialDate(date(2026, 3, 7), time=time(22, 30)),
        ),
        (["7", "3", "2026", "9:05"], PartialDate(date(2026, 3, 7), time=time(9, 5))),
        (["7", "3", "2026", "00.00"], PartialDate(date(2026, 3, 7), time=time(0))),
    ],
)
def test_is_read_as_it_stands(typed, read):
    assert WITH_TIME.clean(typed) == read


def test_a_wrong_date_and_a_wrong_time_are_told_together():
    with pytest.raises(ValidationError) as refusal:
        WITH_TIME.clean(["31", "2", "2026", "25.99"])
    date_fault, time_fault = refusal.value.messages
    assert "28 hari" in date_fault
    assert "jam dan menit" in time_fault


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        (["7", "3", "26"], "empat angka"),
        (["7", "3", ""], "tahunnya"),
        (["7", "", ""], "tahunnya"),
        (["7", "", "2026"], "bulannya"),
        (["03", "13", "2026"], "Hari lebih dahulu"),
        (["3/4", "", "2026"], "bulannya"),
        (["3/4", "4", "2026"], "kotaknya masing-masing"),
        (["07/03/2026", "", ""], "tahunnya"),
        (["7", "3/4", "2026"], "Tulis bulan"),
        (["7", "Maret", "2026"], "Tulis bulan"),
        (["31", "4", "2026"], "tidak ada"),
        (["29", "2", "2025"], "28 hari"),
        (["0", "3", "2026"], "tidak ada"),
        (["7", "0", "2026"], "tidak ada"),
        (["7", "3", "0026"], "terlalu lama"),
        (["٧", "3", "2026"], "kotaknya masing-masing"),
        (["7", "3", "2026", "9"], "jam dan menit"),
        (["7", "3", "2026", "9.5"], "jam dan menit"),
        (["7", "3", "2026", "24.00"], "jam dan menit"),
        (["7", "3", "2026", "10 PM"], "jam dan menit"),
        (["", "3", "2026", "22.30"], "tanggalnya pasti"),
        (["", "", "", "22.30"], "tahunnya"),
    ],
)
def test_what_could_be_misread_is_refused_with_how_to_write_it(typed, words):
    with pytest.raises(ValidationError) as refusal:
        WITH_TIME.clean(typed)

    assert words in refusal.value.messages[0]


@pytest.mark.parametrize("typed", [["", "3", "2026"], ["", "", "2026"]])
def test_where_a_day_is_needed_a_month_is_refused(typed):
    with pytest.raises(ValidationError, match="hari, bulan, dan tahun"):
        DAY.clean(typed)


def test_a_required_date_says_what_is_enough():
    with pytest.raises(ValidationError, match="bulan dan tahun saja boleh"):
        PartialDateField().clean(["", "", ""])


@given(day=TYPED, month=TYPED, year=TYPED, clock=TYPED)
def test_no_text_is_ever_read_as_another_date(day, month, year, clock):
    typed = [day, month, year, clock]
    try:
        read = WITH_TIME.clean(typed)
    except ValidationError:
        return
    day, month, year, clock = (part.strip() for part in typed)
    if read is None:
        assert not any((day, month, year, clock))
        return
    assert year == f"{read.on.year}"
    assert month in _ways(read.on.month, read.precision != DatePrecision.YEAR)
    assert day in _ways(read.on.day, read.precision == DatePrecision.DAY)
    if read.time is None:
        assert clock == ""
    else:
        hour, minute = clock.replace(":", ".").split(".")
        assert (hour in _ways(read.time.hour, True), minute) == (
            True,
            f"{read.time.minute:02d}",
        )


def _ways(number: int, is_known: bool) -> set[str]:
    return {f"{number}", f"{number:02d}"} if is_known else {""}


@given(on=DATES, precision=st.sampled_from(DatePrecision))
def test_what_is_shown_again_is_read_again_as_the_same(on, precision):
    if precision != DatePrecision.DAY:
        on = on.replace(day=1)
    if precision == DatePrecision.YEAR:
        on = on.replace(month=1)
    known = PartialDate(on, precision)

    assert WITH_TIME.clean(PartialDateInput(with_time=True).decompress(known)) == known


@given(on=DATES)
def test_every_date_can_be_typed(on):
    assert DAY.clean([str(on.day), str(on.month), f"{on.year}"]) == on
