"""Rows of lists in the words of the screens, in the language of whoever reads."""

import datetime
from collections.abc import Mapping
from typing import Any

from django.contrib.humanize.templatetags.humanize import intcomma
from django.urls import reverse
from django.utils import formats
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from agencies import clock
from agencies.lookup import codes, countries
from cases import nouns, words
from cases.choices import AgeGroup, Custody, LpModel, Progress, Sex
from cases.lists import Total
from cases.nouns import Noun

Row = Mapping[str, Any]


def total(counted: Total) -> str:
    """1.000+ where the count stopped."""
    return f"{intcomma(counted.n)}{'+' if counted.or_more else ''}"


def case(row: Row) -> dict[str, Any]:
    """What the table shows of a case, or of its summary."""
    told = {
        "is_summary": row["sight"] == "summary",
        "group": row["progress"],
        "group_word": Progress(row["progress"]).label,
        "victims": words.by_age_group(row["victims"]),
        "state_tag": None,
    }
    return told | (_summary(row) if told["is_summary"] else _whole_case(row))


def _whole_case(row: Row) -> dict[str, Any]:
    return {
        "url": case_url(row),
        "number": row["register_no"],
        "modus": codes.label("modus_operandi", row["modus"]),
        "age": age_in_days(row["reported_on"]),
        "reported": words.day(row["reported_on"]),
        "counted": words.day(row["counted_on"]),
        "place": place(row),
        "agency": row["lead_agency"]["name"],
        "is_withdrawn": row["is_withdrawn"],
    }


def _summary(row: Row) -> dict[str, Any]:
    month = datetime.date.fromisoformat(f"{row['month']}-01")
    return {
        "month": formats.date_format(month, "F Y"),
        "place": country(row) if row["country"] else row["regency"]["name"],
        "is_withdrawn": False,
    }


def of_case(row: Row, noun: Noun) -> dict[str, Any]:
    """What every list of rows shows of the case that a row hangs on."""
    case_row = row["case"]
    return {
        "url": noun.at(case_url(case_row)),
        "number": case_row["register_no"],
        "group": case_row["progress"],
        "group_word": Progress(case_row["progress"]).label,
        "place": place(case_row),
        "reported": words.day(case_row["reported_on"]),
        "counted": words.day(case_row["counted_on"]),
        "agency": case_row["lead_agency"]["name"],
        "is_withdrawn": row["is_withdrawn"],
    }


def victim(row: Row) -> dict[str, Any]:
    return of_case(row, nouns.VICTIM) | {
        "sex": Sex(row["sex"]).label,
        "age": age(row),
        "state_tag": words.determination(row["determination"]),
    }


def suspect(row: Row) -> dict[str, Any]:
    return of_case(row, nouns.SUSPECT) | {
        "sex": Sex(row["sex"]).label,
        "age": age(row),
        "roles": ", ".join(codes.labels("suspect_role", row["roles"])),
        "state_tag": words.legal_status(row["legal_status"]),
        "custody": Custody(row["custody"]).label,
    }


def police_report(row: Row) -> dict[str, Any]:
    return of_case(row, nouns.POLICE_REPORT) | {
        "lp_number": row["number"],
        "model": LpModel(row["model"]).value,
        "dated": words.day(row["dated_on"]),
        "state_tag": None,
    }


def case_url(row: Row) -> str:
    return reverse("case", args=[row["id"]])


def age(row: Row) -> str:
    """ "15 th (anak)", or the group alone where no age is known."""
    group = AgeGroup(row["age_group"]).label
    if row["age"] is None:
        return str(group)
    return _("%(age)d th (%(group)s)") % {"age": row["age"], "group": group.lower()}


def age_in_days(on: datetime.date) -> str:
    days = clock.days_since(on)
    return ngettext("%(n)d hari", "%(n)d hari", days) % {"n": days}


def place(row: Row) -> str:
    """The district, regency or province of the primary place, or the country."""
    return country(row) if row["country"] else row["region"]["name"]


def country(row: Row) -> str:
    return countries.label(row["country"])
