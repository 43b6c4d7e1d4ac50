"""A figure can be cited: its address counts again what was known at its moment."""

import re
from html import unescape

from tests.cases.examples import a_case
from tests.people import browser_of, person

YEAR = "/figures/?figure=cases&region=64.71&from=2025-01-01&to=2025-12-31"


def test_cited_address_counts_the_same_when_the_register_has_grown(committed):
    sari, browser = person("sari"), browser_of("sari")
    a_case(sari)
    page = unescape(browser.get(YEAR).content.decode())
    told = re.search(r'<blockquote id="citation">(.*?)<span', page, re.DOTALL)[1]
    assert told.startswith(
        "Sumber: Unit PPA Satreskrim Polresta Balikpapan, Register TPPO"
    )
    assert "“Perkara” (versi 1), Kota Balikpapan, 1 Januari–31 Desember 2025: 1" in told
    url = re.search(r'<span class="url">http://testserver([^<]+)<', page)[1]

    a_case(sari)

    again = unescape(browser.get(url).content.decode())
    assert re.search(r'class="v"><b>1</b> perkara', again)
    assert "maka angkanya tidak membuka daftar" in again
    assert '">2</a></b> perkara' in unescape(browser.get(YEAR).content.decode())
