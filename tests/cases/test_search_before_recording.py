"""Before somebody is recorded: is she known already, and may she be linked instead?"""

import re
from html import unescape

import pytest
from django.urls import reverse

from cases.models import Case, Involvement
from cases.person_choices import Part
from tests.cases.examples import PIMP, WOMAN, a_case, assign
from tests.cases.involved import words_of
from tests.cases.names.served import served
from tests.cases.searching import AS_STORED, NAME, PAGE, a_victim, on_page
from tests.people import browser_of, person

pytestmark = pytest.mark.django_db


def test_whoever_logs_a_case_can_search_first_and_loses_nothing():
    page = browser_of("sari").get("/cases/new/", follow=True).content.decode()
    form = page[page.index('action="/search/"') :]
    form = form[: form.index("</form>")]
    assert 'target="_blank"' in form
    assert 'name="name"' in form
    assert page.index('action="/search/"') < page.index("data-draft")


def new_person(case: Case, part: str = "victim", query: str = "") -> str:
    """The form of somebody new, as sari has it."""
    address = reverse("case_person_new", args=[case.public_id, part]) + query
    return browser_of("sari").get(address).content.decode()


def sent_along(case: Case, part: str = "victim", **more) -> dict[str, str]:
    """What the panel sends with a name: read from the page, as a browser does."""
    query = f"?row={more['row']}" if "row" in more else ""
    page = new_person(case, part, query)
    panel = page[page.index('action="/search/"') :]
    panel = panel[: panel.index("</form>")]
    hidden = r'type="hidden" name="(case|part|row)" value="([^"]*)"'
    return dict(re.findall(hidden, panel))


def links_of(username: str, into: dict[str, str], text: str = NAME) -> list[str]:
    answer = browser_of(username).post(PAGE, {"name": text} | into)
    assert answer.status_code == 200
    found = re.findall(r'href="([^"]*/link/[^"]*)"', answer.content.decode())
    return [unescape(each) for each in found]


def test_whoever_is_found_before_she_is_recorded_is_linked_instead():
    known = a_victim("sari")
    case = a_case(person("sari"), victims=(WOMAN,))
    victim = case.victims.get()
    into = sent_along(case, row=victim.public_id)
    assert into == {
        "case": str(case.public_id),
        "part": "victim",
        "row": str(victim.public_id),
    }
    with served():
        [link] = links_of("sari", into)
        client = browser_of("sari")
        page = client.get(link).content.decode()
        assert f'value="{known.case.register_no}"' in page
        chosen = re.search(rf'value="{known.public_id}"[^>]*checked', page)
        assert chosen
        assert "Sucipto" not in page
        typed = {"register_no": known.case.register_no, "key": "k"}
        typed |= {"person": str(known.public_id), "row": str(victim.public_id)}
        assert client.post(link, typed).status_code == 302
        linked = case.involvements.get()
        assert (linked.person_id, linked.victim) == (known.person_id, victim)
        # Who stands there already is not linked once more.
        assert links_of("sari", into) == []


def test_a_search_links_only_into_what_she_writes_in():
    """Another's case, a closed section, no case at all: hits without the way."""
    a_victim("sari")
    mine = a_case(person("sari"), victims=(WOMAN,))
    theirs = a_case(person("citra"), region="51.71.01")
    with served():
        for case, part in ((theirs, "victim"), (mine, "boss")):
            into = {"case": str(case.public_id), "part": part}
            assert links_of("sari", into) == []
        assert links_of("sari", {"case": "x", "part": "victim"}) == []
        assert links_of("sari", {}) == []
        assign(Involvement.objects.get().case, "budi")
        into = {"case": str(mine.public_id), "part": "victim"}
        assert len(links_of("sari", into)) == 1
        assert links_of("budi", into) == []


def test_nobody_is_led_to_link_whom_she_only_reads():
    """A colleague writes of suspects, command sees them."""
    a_victim("sari", part=Part.SUSPECT)
    with served():
        for who, links in (("budi", 1), ("dewi", 0)):
            own = a_case(person(who), suspects=(PIMP,))
            into = {"case": str(own.public_id), "part": "suspect"}
            assert "Nama sama" in on_page(who, AS_STORED["name"])
            assert len(links_of(who, into, AS_STORED["name"])) == links


def test_a_suspect_is_not_led_to_where_more_of_her_would_open():
    a_victim("sari", part=Part.SUSPECT)
    case = a_case(person("sari"), victims=(WOMAN,), suspects=(PIMP,))
    with served():
        assert links_of("sari", sent_along(case, "victim")) == []
        assert len(links_of("sari", sent_along(case, "suspect"))) == 1


@pytest.mark.parametrize("who", ["budi", "citra"])
def test_a_part_that_does_not_open_is_not_told_by_the_link(who):
    known = a_victim("sari").public_id
    region = {"region": "51.71.01"} if who == "citra" else {}
    case = a_case(person(who), victims=(WOMAN,), **region)
    address = reverse("case_person_link", args=[case.public_id, "victim"])
    for wanted in (known, "00000000-0000-7000-8000-000000000000", "x"):
        page = browser_of(who).get(f"{address}?known={wanted}").content.decode()
        [field] = re.findall(r'<input[^>]*name="register_no"[^>]*>', page)
        assert "value=" not in field


def test_the_form_of_somebody_new_works_when_the_index_is_down():
    case = a_case(person("sari"), victims=(WOMAN,), suspects=(PIMP,))
    page, into = new_person(case), sent_along(case)
    assert page.index('action="/search/"') < page.index('name="nik"')
    answer = browser_of("sari").post(PAGE, {"name": NAME} | into)
    assert answer.status_code == 503
    assert "Pencarian nama sedang tidak tersedia." in words_of(answer)
    # What was typed there is asked once more, for the same case.
    assert into["case"] in answer.content.decode()
    assert "<script" not in page[page.index("<main") : page.index("</main>")]


def test_after_whom_nobody_may_ask_no_search_is_offered():
    case = a_case(person("sari"), suspects=(PIMP,))
    assert 'action="/search/"' in new_person(case, "suspect")
    firm = new_person(case, "suspect", "?kind=corporation")
    assert 'action="/search/"' not in firm
