"""What an officer types into the page that logs a case."""

import html
import re
from uuid import uuid4

from django.test import Client

from cases.models import Case

NEW = "/cases/new/"
SENTENCE = "Dua anak ditawarkan melalui aplikasi di sebuah hotel."
PLACE = "Balikpapan Kota, Kota Balikpapan, Kalimantan Timur"


def six_inputs(**changes: str | list[str] | None) -> dict:
    """A quick report; `changes` replace inputs, None leaves one out."""
    data = {
        "draft": str(uuid4()),
        "happened_day": "7",
        "happened_month": "3",
        "happened_year": "2025",
        "place": PLACE,
        "region": "64.71.06",
        "modus": "pimping_online",
        "known_via": "hotline_110",
        "victims_female_child": "2",
        "victims_female_adult": "1",
        "narrative": SENTENCE,
        "reported_on_day": "8",
        "reported_on_month": "3",
        "reported_on_year": "2025",
        "suspect_rows": "1",
        "suspect_0_sex": "not_recorded",
        "suspect_0_age_group": "not_recorded",
        "save": "1",
    }
    return {name: text for name, text in (data | changes).items() if text is not None}


def body(answer) -> str:
    return html.unescape(answer.content.decode())


def errors_in(answer) -> list[str]:
    """The summary of errors, in words, in its order."""
    summary = re.search(r'<div class="errors".*?</ul>', body(answer), re.DOTALL)
    found = re.findall(r"<li>(.*?)</li>", summary[0], re.DOTALL) if summary else []
    return [re.sub(r"<.*?>", "", words) for words in found]


def log(client: Client, **changes) -> Case:
    """The case that the page made; fails with the page's errors if it made none."""
    answer = client.post(NEW, six_inputs(**changes))
    assert answer.status_code == 302, errors_in(answer)
    return Case.objects.get(public_id=answer.url.rstrip("/").rsplit("/", 1)[-1])
