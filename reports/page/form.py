"""The question as a form. Its address is the API's, with a place that can be typed.

What is wrong is said beside its field in the words of `questions.read`; whatever was
typed stands again in the page.
"""

import datetime
from collections.abc import Iterable, Mapping

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from agencies import clock
from agencies.lookup import directory, region_search, zones
from agencies.models import Region, User
from agencies.models.region import NATION_CODE, normalise
from cases.lists.filter_fields import DayField
from reports import questions
from reports.cuts import CUTS
from reports.figures import FIGURES
from reports.page import comparison
from reports.questions import Question

LONGEST = 200  # signs of one text
LONGEST_QUERY = 2_000
MOST_CUTS = 2
# Cuts of one person; the others are of the case, and any figure has them.
OF_PERSON = ("sex", "age_group", "role")
OF_CASE = tuple(name for name in questions.NARROWING if name not in OF_PERSON)
# Where an error about a text is shown, if not beside the field of its name.
SHOWN_AT = {"region": "place"}


def text_field(label, *, help_text="", widget=forms.TextInput) -> forms.CharField:
    """Judged by `questions.read`, whatever a select offers."""
    return forms.CharField(
        label=label,
        help_text=help_text,
        widget=widget,
        required=False,
        max_length=LONGEST,
    )


class QuestionForm(forms.Form):
    """`question` is what was asked, None while something is wrong or a place is still
    to be chosen among `matches`."""

    figure = text_field(pgettext_lazy("one", "Angka"), widget=forms.Select)
    place = text_field(
        gettext_lazy("Wilayah"),
        help_text=gettext_lazy("Kosongkan untuk seluruh Indonesia."),
    )
    region = text_field("", widget=forms.HiddenInput)
    by = text_field(gettext_lazy("Potong menurut"), widget=forms.Select)
    then = text_field(gettext_lazy("Lalu menurut"), widget=forms.Select)
    compare = forms.ChoiceField(
        label=gettext_lazy("Bandingkan dengan"),
        choices=comparison.CHOICES,
        required=False,
    )
    known_at = text_field(
        gettext_lazy("Seperti diketahui pada"),
        help_text=gettext_lazy("Kosongkan untuk keadaan sekarang."),
    )
    # `from` is no name for a Python attribute.
    vars()["from"] = text_field(gettext_lazy("Dari"))
    to = text_field(gettext_lazy("Sampai"))

    def __init__(self, params: QueryDict, *, user: User):
        super().__init__(texts_of(params))
        self.user = user
        self.post = user.assignment.post if user.assignment else None
        self.matches: list[dict[str, str]] = []
        self.question: Question | None = None
        for name in questions.NARROWING:
            self.fields[name] = text_field(CUTS[name].label, widget=forms.Select)
        self.is_valid()
        self._offer()

    # -- Reading -----------------------------------------------------------------------

    def clean(self) -> None:
        region = self._region()
        texts = {
            name: self.cleaned_data.get(name, "")
            for name in (*questions.NAMES, *questions.NARROWING)
        }
        texts["by"] = self._by()
        if region is not None:
            texts["region"] = region
        try:
            question = questions.read(texts, zone=zones.zone_of(self.post))
        except ValidationError as error:
            for name, said in error.message_dict.items():
                self.add_error(SHOWN_AT.get(name, name), said)
            return
        if not self.errors:
            self.question = question
            self._show_as_understood(question)

    def _by(self) -> str:
        cleaned = self.cleaned_data
        wanted = [cleaned.get("by", ""), cleaned.get("then", "")]
        codes = [code for text in wanted for code in text.split(",") if code.strip()]
        if len(set(codes)) > MOST_CUTS:
            self.add_error("by", _("Laman ini memotong menurut paling banyak dua hal."))
        return ",".join(codes)

    def _region(self) -> str | None:
        """The code of the place that was typed; None if only a code was sent."""
        if "place" not in self.data:
            return None
        text = self.cleaned_data.get("place", "")
        if normalise(text) in ("", normalise(nation())):
            return NATION_CODE
        region = region_search.meant(text, self.cleaned_data.get("region", ""))
        if region is not None:
            return region.code
        self._seek(text)
        return NATION_CODE

    def _seek(self, text: str) -> None:
        near = self.post.agency if self.post else None
        found = region_search.find(text, near=near)
        self.matches = [region_search.as_option(match) for match in found]
        if "place" in self.errors:
            return
        self.add_error(
            "place",
            _("Pilih tempatnya dari daftar.")
            if found
            else _("Tempat itu tidak ditemukan. Tulis kota, kabupaten, atau provinsi."),
        )

    def _show_as_understood(self, question: Question) -> None:
        """The form says what is counted, also where an address left it open."""
        shown = dict(zip(("by", "then"), (*question.by, "", ""), strict=False))
        self.data |= shown | {
            "figure": question.figure.code,
            "place": in_full(question.area.code),
            "region": question.area.code,
            "from": DayField().in_words(question.first),
            "to": DayField().in_words(question.last),
        }

    # -- Showing -----------------------------------------------------------------------

    def _offer(self) -> None:
        """Selects are filled when they are drawn, and only then."""
        for name, options in {
            "figure": [(code, figure.label) for code, figure in FIGURES.items()],
            "by": [("", _("Tidak dipotong")), *cut_options()],
            "then": [("", "—"), *cut_options()],
        }.items():
            self.fields[name].widget.choices = options
        for name in questions.NARROWING:
            self.fields[name].widget.choices = [("", _("Semua")), *self._keys(name)]

    def _keys(self, name: str) -> Iterable[tuple[str, str]]:
        if name == "lead_agency":
            return self._agencies()
        cut = CUTS[name]
        return [(key, cut.word(key)) for key in cut.all_keys(None)]

    def _agencies(self) -> list[tuple[str, str]]:
        """Her own office, those below it, and the one in the address."""
        own = self.user.hat.agency_id
        entries = [*directory.agencies_below(own or 0)]
        codes = [directory.agency_code(own)] if own else []
        for code in [*codes, self.data.get("lead_agency", "")]:
            found = directory.agency(code)
            if found is not None and found not in entries:
                entries.insert(0, found)
        return [(entry.code, entry.name) for entry in entries]

    @property
    def of_case(self) -> list[forms.BoundField]:
        return [self[name] for name in OF_CASE]

    @property
    def of_person(self) -> list[forms.BoundField]:
        return [self[name] for name in OF_PERSON]

    @property
    def is_narrowed(self) -> bool:
        """Is anything said in the part that is folded?"""
        return any(self.data.get(name) for name in (*questions.NARROWING, "known_at"))

    @property
    def compare_with(self) -> str:
        return self.cleaned_data.get("compare", "")

    @property
    def query(self) -> str:
        """The query string of what is asked; "" while it is not understood."""
        if self.question is None:
            return ""
        return query_of(self.question, compare=self.compare_with)


def texts_of(params: QueryDict) -> dict[str, str]:
    """The texts of an address; of several `by` one list."""
    texts = dict(params.items())
    cuts = [code for text in params.getlist("by") for code in text.split(",") if code]
    if len(cuts) == MOST_CUTS and not texts.get("then"):
        texts["by"], texts["then"] = cuts
    elif cuts:
        texts["by"] = ",".join(cuts)
    return texts


def usual(user: User) -> QueryDict:
    """What the page answers before anything is asked: her region's year so far."""
    post = user.assignment.post if user.assignment else None
    codes = region_search.area_codes(post.agency if post else None)
    today = clock.today(zones.zone_of(post))
    params = QueryDict(mutable=True)
    params.update(
        {
            "figure": "cases",
            "region": codes[0] if len(codes) == 1 else NATION_CODE,
            "from": f"{today.year}-01-01",
            "to": today.isoformat(),
            "by": "month",
            "compare": comparison.LAST_YEAR,
        }
    )
    return params


def query_of(question: Question, **more: str) -> str:
    """The query string that asks this again, its days and its place written out."""
    said: Mapping[str, str] = {
        "figure": question.figure.code,
        "region": question.area.code,
        "from": question.first.isoformat(),
        "to": question.last.isoformat(),
        "by": ",".join(question.by),
        **question.narrowed,
        "known_at": moment_text(question.known_at) if question.known_at else "",
        **more,
    }
    params = QueryDict(mutable=True)
    params.update({name: text for name, text in said.items() if text})
    return params.urlencode(safe=",:")


def moment_text(moment: datetime.datetime) -> str:
    """In UTC, where no sign needs escaping in an address."""
    return f"{moment.astimezone(datetime.UTC):%Y-%m-%dT%H:%M:%S.%f}Z"


def cut_options() -> list[tuple[str, str]]:
    return [(code, cut.label) for code, cut in CUTS.items()]


def nation() -> str:
    return directory.region(NATION_CODE).name


def in_full(code: str) -> str:
    region: Region | None = region_search.named(code)
    return region_search.in_full(region) if region else nation()
