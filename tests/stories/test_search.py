"""Story 4, its first half: before she logs a case, sari asks whether somebody is known,
in an old spelling; her half-typed page waits for her, with script or without. Before
she records somebody too, and whom she finds is linked."""

import pytest
from playwright.sync_api import Page

from agencies.choices import Role
from agencies.models import Agency
from cases.person_choices import Part
from tests.cases.examples import WOMAN, a_case
from tests.cases.names.served import served
from tests.cases.somebody import recorded
from tests.people import person
from tests.security.visitors import hire

UNIT = "POLRESTA-BPP-TIPIDTER"
SOMEBODY = {"name": "Sucipto Jumadi"}


@pytest.fixture(params=[True, False], ids=["script", "no-script"])
def page(request, opened) -> Page:
    return opened("sari", script=request.param)


def known_elsewhere() -> None:
    Agency.objects.create(
        code=UNIT,
        name="Unit Tipidter Satreskrim",
        type="police",
        level="unit",
        parent=Agency.objects.get(code="POLRESTA-BPP"),
    )
    yuni = hire("yuni", "Yuni Lestari", UNIT, Role.OFFICER, title="Penyidik")
    case = a_case(yuni, victims=(WOMAN,))
    recorded(case, "yuni", Part.VICTIM, SOMEBODY, victim=case.victims.get())


def test_she_asks_before_she_records_somebody_and_links_whom_she_finds(page: Page):
    sari = person("sari")
    known = a_case(sari, victims=(WOMAN,))
    recorded(known, "sari", Part.VICTIM, SOMEBODY, victim=known.victims.get())
    case = a_case(sari, victims=(WOMAN,))
    with served():
        page.goto(f"/cases/{case.public_id}/")
        page.locator("#identitas").get_by_role("link", name="Korban 1").click()
        page.get_by_label("Nama", exact=True).fill("Soetjipto")
        page.get_by_text("Cari dahulu: mungkin ia sudah tercatat").click()
        page.locator("#seek").fill("Soetjipto Djoemadi")
        with page.context.expect_page() as opened:
            page.get_by_role("button", name="Cari", exact=True).click()
        answer = opened.value
        answer.get_by_role("link", name="Hubungkan orang ini").click()
        assert answer.locator("#id_register_no").input_value() == known.register_no
        answer.get_by_role("button", name="Hubungkan").click()
        answer.get_by_text("Orangnya dihubungkan.").wait_for()
    assert page.get_by_label("Nama", exact=True).input_value() == "Soetjipto"
    linked = case.involvements.get()
    assert linked.person_id == known.involvements.get().person_id
    assert linked.victim == case.victims.get()


def test_she_asks_in_an_old_spelling_and_goes_on_where_she_was(page: Page):
    known_elsewhere()
    assert person("sari")
    with served():
        page.goto("/cases/new/")
        page.locator("#id_narrative").fill("Dua anak ditawarkan.")
        page.get_by_text("Cari dahulu: mungkin ia sudah tercatat").click()
        page.locator("#seek").fill("Soetjipto Djoemadi")
        with page.context.expect_page() as opened:
            page.get_by_role("button", name="Cari", exact=True).click()
        answer = opened.value
        answer.get_by_text("Unit Tipidter Satreskrim · Korban").wait_for()
        assert "permintaan diteruskan bila ada kecocokan." in answer.content()
        assert "Soetjipto" not in answer.url
        assert page.locator("#id_narrative").input_value() == "Dua anak ditawarkan."
