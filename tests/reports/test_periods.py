"""Spans of days: what they are compared with, and how they are told."""

from datetime import date

import pytest

from reports.periods import Period


def span(first: str, last: str) -> Period:
    return Period(date.fromisoformat(first), date.fromisoformat(last))


@pytest.mark.parametrize(
    ("asked", "a_year_before"),
    [
        (("2025-01-01", "2025-11-12"), ("2024-01-01", "2024-11-12")),
        (("2025-01-01", "2025-02-28"), ("2024-01-01", "2024-02-29")),
        (("2024-01-01", "2024-02-29"), ("2023-01-01", "2023-02-28")),
        (("2025-02-01", "2025-02-28"), ("2024-02-01", "2024-02-29")),
        (("2025-02-10", "2025-02-28"), ("2024-02-10", "2024-02-28")),
        (("2024-02-29", "2024-03-05"), ("2023-02-28", "2023-03-05")),
    ],
)
def test_whole_months_are_compared_with_whole_months(asked, a_year_before):
    assert span(*asked).last_year == span(*a_year_before)


@pytest.mark.parametrize(
    ("asked", "before"),
    [
        (("2025-03-01", "2025-03-31"), ("2025-02-01", "2025-02-28")),
        (("2025-01-01", "2025-12-31"), ("2024-01-01", "2024-12-31")),
        (("2025-01-01", "2025-03-31"), ("2024-10-01", "2024-12-31")),
        (("2025-11-03", "2025-11-12"), ("2025-10-24", "2025-11-02")),
        (("2025-01-01", "2025-11-12"), ("2024-02-20", "2024-12-31")),
    ],
)
def test_the_period_before_has_as_many_months_or_days(asked, before):
    assert span(*asked).before == span(*before)


@pytest.mark.parametrize(
    ("asked", "told", "in_a_column"),
    [
        (("2025-10-01", "2025-10-31"), "Oktober 2025", "Okt 2025"),
        (("2025-01-01", "2025-10-31"), "Januari–Oktober 2025", "Jan–Okt 2025"),
        (
            ("2025-01-01", "2025-11-12"),
            "1 Januari–12 November 2025",
            "1 Jan–12 Nov 2025",
        ),
        (("2025-01-01", "2025-12-31"), "2025", "2025"),
        (
            ("2020-01-01", "2024-01-31"),
            "Januari 2020–Januari 2024",
            "Jan 2020–Jan 2024",
        ),
        (
            ("2020-01-01", "2024-01-30"),
            "1 Januari 2020–30 Januari 2024",
            "1 Jan 2020–30 Jan 2024",
        ),
        (("2025-11-12", "2025-11-12"), "12 November 2025", "12 Nov 2025"),
    ],
)
def test_a_period_is_told_with_every_year_and_day_that_it_needs(
    asked, told, in_a_column
):
    assert (span(*asked).called, span(*asked).in_short) == (told, in_a_column)
