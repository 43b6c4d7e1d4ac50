"""Where and when the page counts: a region that her office serves, at most a year."""

import datetime

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils import formats
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agencies import clock
from agencies.access import NATION
from agencies.lookup import zones
from agencies.models import User
from cases.lists.filter_fields import DayField
from reports import areas, questions
from reports.forms import regions_served
from reports.page.form import text_field
from reports.periods import DAY, Period, month_before, month_of, read_period
from reports.questions import Question

YEAR_SO_FAR, TWELVE_MONTHS = "year", "12m"
YEARS, MONTHS = 6, 13  # that the select offers


class DashboardForm(forms.Form):
    """`question` is what is asked of every figure, None while something is wrong.

    Days of her own (`from`, `to`) go before a period of the select.
    """

    region = forms.ChoiceField(label=gettext_lazy("Wilayah"), required=False)
    period = text_field(gettext_lazy("Periode"), widget=forms.Select)
    # `from` is no name for a Python attribute.
    vars()["from"] = text_field(gettext_lazy("Dari"))
    to = text_field(gettext_lazy("Sampai"))

    def __init__(self, params: QueryDict, *, user: User):
        super().__init__(params.dict())
        self.question: Question | None = None
        self.today = clock.today(zones.zone_of(user.assignment.post))
        self.fields["region"].choices = regions_of(user)
        self.is_valid()
        self.fields["period"].widget.choices = self._offered()

    @property
    def area(self) -> areas.Area:
        """The region that was chosen, else the first that her office serves."""
        own = self.fields["region"].choices[0][0]
        return areas.area(self.cleaned_data.get("region") or own)

    @property
    def period_asked(self) -> Period | None:
        asked = self.question
        return Period(asked.first, asked.last) if asked else None

    @property
    def has_own_days(self) -> bool:
        return any(self.data.get(name) for name in ("from", "to"))

    def clean(self) -> None:
        texts = {name: self.cleaned_data.get(name, "") for name in ("from", "to")}
        if not self.has_own_days:
            period = self._period(self.cleaned_data.get("period", ""))
            if period is None:
                message = _("Periode tidak dikenal. Contoh: 2025 atau 2025-11.")
                self.add_error("period", message)
                return
            texts = {"from": f"{period.first}", "to": f"{period.last}"}
        try:
            asked = questions.read(
                {"figure": "cases", "region": self.area.code, **texts}
            )
        except ValidationError as error:
            for name, said in error.message_dict.items():
                self.add_error(name, said)
            return
        self._keep(asked)

    def _keep(self, asked: Question) -> None:
        period = Period(asked.first, asked.last)
        if period.last_year.last >= period.first:
            self.add_error(
                "from",
                _(
                    "Dasbor menghitung paling banyak satu tahun, supaya dapat"
                    " dibandingkan. Untuk periode yang lebih panjang, buka Angka."
                ),
            )
        elif not self.errors:
            self.question = asked
            self.data |= {"region": asked.area.code}

    def _period(self, code: str) -> Period | None:
        """The period of a code, to today at most; None for no period that began."""
        today = self.today
        if code in ("", YEAR_SO_FAR):
            return Period(today.replace(month=1, day=1), today)
        if code == TWELVE_MONTHS:
            following = month_of(today).last + DAY
            return Period(following.replace(year=following.year - 1), today)
        try:
            found = read_period(code)
        except ValueError:
            return None
        if not questions.EARLIEST <= found.first <= today:
            return None
        return Period(found.first, min(found.last, today))

    def _offered(self) -> list[tuple[str, str]]:
        """What can be chosen, and first what was asked, if it is not among that."""
        offered = [
            (YEAR_SO_FAR, _("Tahun berjalan")),
            (TWELVE_MONTHS, _("12 bulan terakhir")),
            *_years(self.today),
            *_months(self.today),
        ]
        asked, code = self.period_asked, self.data.get("period") or YEAR_SO_FAR
        if asked and (self.has_own_days or code not in dict(offered)):
            offered.insert(0, (asked.code, asked.called))
            self.data |= {
                "period": asked.code,
                "from": DayField().in_words(asked.first),
                "to": DayField().in_words(asked.last),
            }
        return offered


def regions_of(user: User) -> list[tuple[str, str]]:
    """Those her office serves and those right below; last all, wherever it happened."""
    served = dict(regions_served(user))
    everywhere = _("Seluruh Indonesia dan luar negeri")
    return (
        [*served.items()]
        if NATION in served
        else [
            *served.items(),
            (NATION, everywhere),
        ]
    )


def _years(today: datetime.date) -> list[tuple[str, str]]:
    years = range(today.year - 1, today.year - 1 - YEARS, -1)
    return [(f"{year}", _("Tahun %(year)d") % {"year": year}) for year in years]


def _months(today: datetime.date) -> list[tuple[str, str]]:
    month, found = month_of(today), []
    for _n in range(MONTHS):
        found.append((month.code, formats.date_format(month.first, "F Y")))
        month = month_before(month.first)
    return found
