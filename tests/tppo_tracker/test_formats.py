"""Dates are read day first, nothing ambiguous is guessed; numbers as written here."""

from datetime import date, datetime, time
from decimal import Decimal

import pytest
from django import forms
from django.utils import formats, translation
from django.utils.timezone import make_aware

LANGUAGES = ("id", "en")


def read(text: str) -> date | None:
    """The date that a form understands, None when it refuses."""

    class Form(forms.Form):
        day = forms.DateField()

    form = Form({"day": text})
    return form.cleaned_data["day"] if form.is_valid() else None


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("07/03/2026", date(2026, 3, 7)),
        ("7/3/2026", date(2026, 3, 7)),
        ("07-03-2026", date(2026, 3, 7)),
        ("2026-03-07", date(2026, 3, 7)),
        ("29/02/2024", date(2024, 2, 29)),
        ("03/13/2026", None),
        ("2026/03/07", None),
        ("07/03/26", None),
        ("29/02/2026", None),
        ("7 Maret 2026", None),
        ("March 7, 2026", None),
        ("20260307", None),
    ],
)
def test_dates_are_read_day_first_or_refused(language, text, meant):
    with translation.override(language):
        assert read(text) == meant


def test_what_a_form_shows_it_can_read_back():
    for language in LANGUAGES:
        with translation.override(language):
            shown = formats.localize_input(date(2026, 3, 7))
            assert shown == "07/03/2026"
            assert read(shown) == date(2026, 3, 7)


@pytest.mark.parametrize(
    ("language", "day", "moment", "number"),
    [
        ("id", "7 Maret 2026", "14.05", "1.234.567,8"),
        ("en", "7 March 2026", "14:05", "1,234,567.8"),
    ],
)
def test_what_is_shown(language, day, moment, number):
    at = make_aware(datetime(2026, 3, 7, 14, 5))  # noqa: DTZ001 - made aware at once
    with translation.override(language):
        assert formats.date_format(at) == day
        assert formats.date_format(at, "SHORT_DATE_FORMAT") == "07/03/2026"
        assert formats.time_format(time(14, 5)) == moment
        shown = formats.number_format(Decimal("1234567.8"), 1, force_grouping=True)
        assert shown == number
        assert formats.localize(2025) == "2025"
