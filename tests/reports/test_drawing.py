"""Charts and maps say every number, lie about none and let no text in as markup."""

import gzip
import itertools
import json
import re
import xml.etree.ElementTree as ET

import pytest
from django.utils import translation

from reports import drawing
from reports.boundaries import maps as boundaries
from reports.boundaries import topology
from reports.drawing import charts, maps, scales
from tests.ground import CHECKOUT

KB = 1024
HOSTILE = """<script>alert("1")</script>&'"""
DATA = CHECKOUT / "reports" / "data"
MONTHS = ("Jan", "Feb", "Mar", "Apr", "Mei", "Jun", "Jul", "Agu", "Sep", "Okt")


@pytest.fixture(autouse=True)
def _indonesian():
    with translation.override("id"):
        yield


def trend(*values, **more) -> drawing.Trend:
    months = tuple(
        drawing.Month(MONTHS[n], value, href=f"/bulan/{n}/")
        for n, value in enumerate(values)
    )
    more = {"key": "lp", "caption": "LP per bulan", "unit": "LP", "now": "2025"} | more
    return drawing.Trend(months=months, **more)


def bars(*values, **more) -> drawing.Bars:
    rows = tuple(
        drawing.Bar(f"Modus {n}", value, f"/cases/?modus={n}&has_lp=yes")
        for n, value in enumerate(values)
    )
    return drawing.Bars("LP menurut modus", "Modus utama", "LP", rows, **more)


def kaltim(**more) -> drawing.Choropleth:
    spec = {"key": "peta", "caption": "Peta", "unit": "korban", "region": "64"}
    spec |= {"values": {"64.71": 22, "64.72": 41, "64.01": 0}}
    return drawing.Choropleth(**spec | more)


def tree(html: str) -> ET.Element:
    """What is drawn, read strictly: a stray "<" or "&" fails here."""
    return ET.fromstring(f"<div>{html}</div>")  # noqa: S314 - drawn by ourselves


def words(html: str) -> str:
    return " ".join(" ".join(tree(html).itertext()).split())


def widths(html: str, tone: str) -> list[float]:
    found = tree(html).iter("rect")
    return [float(r.get("width")[:-1]) for r in found if r.get("class") == tone]


@pytest.mark.parametrize(
    "spec",
    [
        bars(1, whole=1),
        trend(1, now=HOSTILE, partial=HOSTILE, caption=HOSTILE),
        drawing.Bars(HOSTILE, HOSTILE, HOSTILE, (drawing.Bar(HOSTILE, 1, HOSTILE),)),
        drawing.Stack(
            *(HOSTILE,) * 3,
            names=(HOSTILE,),
            rows=(drawing.StackRow(HOSTILE, (drawing.Part(HOSTILE, 1, HOSTILE),)),),
        ),
        kaltim(caption=HOSTILE, hrefs={"64.71": HOSTILE}),
    ],
)
def test_text_and_addresses_are_never_markup(spec):
    html = drawing.draw(spec)
    assert tree(html).find(".//script") is None
    assert "style=" not in html  # the policy of the pages forbids it
    assert "<style" not in html


def test_every_bar_is_a_link_with_its_number_and_share():
    html = drawing.draw(bars(9, 4, 3, whole=16, total=True))
    links = [a.get("href") for a in tree(html).iter("a")]
    assert links == [f"/cases/?modus={n}&has_lp=yes" for n in range(3)]
    assert "Modus 0 9 56,3%" in words(html)
    assert words(html).endswith("Jumlah 16 100,0%")


def test_lengths_are_in_proportion_and_the_longest_fills_the_cell():
    assert widths(drawing.draw(bars(10, 5, 1)), "b1") == [100.0, 50.0, 10.0]


@pytest.mark.parametrize("values", [(), (0,), (0, 0)])
def test_nothing_to_draw_draws_no_bar(values):
    assert widths(drawing.draw(bars(*values, whole=0)), "b1") == []
    html = drawing.draw(trend(*values))
    assert [r for r in tree(html).iter("rect") if r.get("height") != "14"] == []


def test_large_values_are_grouped_as_the_reader_writes():
    spec = bars(1_234_567, whole=2_469_134)
    assert "1.234.567 50,0%" in words(drawing.draw(spec))
    with translation.override("en"):
        assert "1,234,567 50.0%" in words(drawing.draw(spec))


def test_a_stack_is_as_wide_as_its_sum():
    row = drawing.StackRow(
        "Samarinda",
        (drawing.Part("Anak", 6, "/anak/"), drawing.Part("Dewasa", 2, "/dewasa/")),
    )
    half = drawing.StackRow("Berau", (drawing.Part("Anak", 4), drawing.Part("D", 0)))
    spec = drawing.Stack("Korban", "Tempat", "orang", ("Anak", "Dewasa"), (row, half))
    html = drawing.draw(spec)
    assert widths(html, "b1")[1:] == [75.0, 50.0]  # the first is the legend's
    assert widths(html, "b2")[1:] == [25.0]
    assert [a.get("href") for a in tree(html).iter("a")] == ["/anak/", "/dewasa/"]
    assert words(html).endswith("Anak: 6 6 Dewasa: 2 2 8 Berau Anak: 4 4 4")


def test_a_trend_says_both_years_and_their_sums():
    html = drawing.draw(two_years())
    assert "2025 2 1 3 6 2024 2 3 1 6" in words(html)
    labels = [a.get("aria-label") for a in tree(html).iter("a") if a.get("aria-label")]
    assert labels[1] == "Feb 2025: 1; 2024: 3 (LP)"


def two_years() -> drawing.Trend:
    months = [("Jan", 2, 2), ("Feb", 1, 3), ("Mar", 3, 1)]
    return drawing.Trend(
        "lp",
        "LP per bulan",
        "LP",
        "2025",
        tuple(drawing.Month(*month, href="/x/") for month in months),
        before="2024",
    )


def test_columns_stand_on_the_ground_and_the_highest_reaches_its_tick():
    rects = tree(drawing.draw(trend(0, 1, 4))).iter("rect")
    columns = [r for r in rects if r.get("y")]
    assert [float(r.get("y")) + float(r.get("height")) for r in columns] == [166, 166]
    assert [r.get("height") for r in columns] == ["36.0", "144.0"]


def test_the_last_month_is_hatched_only_if_it_is_not_whole():
    assert "url(#lp-part)" not in drawing.draw(trend(1, 2))
    partial = drawing.draw(trend(1, 2, partial="1–12 November, belum penuh"))
    assert partial.count('class="part" fill="url(#lp-part)"') == 1


def test_an_alternative_text_says_every_number():
    assert charts.described(two_years()) == (
        "LP per bulan. 2025: Jan 2, Feb 1, Mar 3; 2024: 2, 3, 1."
    )


@pytest.mark.parametrize("largest", [0, 1, 2, 3, 7, 10, 99, 364, 1239, 10**7])
def test_ticks_are_few_whole_and_reach_the_largest(largest):
    ticks = scales.ticks(largest)
    assert ticks[0] == 0
    assert ticks[-1] >= max(largest, 1)
    assert 2 <= len(ticks) <= 5
    assert len({b - a for a, b in itertools.pairwise(ticks)}) == 1
    assert ticks[-1] <= max(1, 2.5 * largest)


@pytest.mark.parametrize(
    "values",
    [
        [],
        [None],
        [0, 0],
        [5],
        [1, 1, 1, 1, 1, 1, 9],
        [1, 2, 3, 4],
        list(range(100)),
        [None, 0, 3, 3, 3, 8, 100, 1_000_000],
    ],
)
def test_every_value_falls_into_exactly_one_class(values):
    classes = scales.shades(values)
    for value in [*values, 0, None]:
        assert sum(shade.holds(value) for shade in classes) == 1
    assert [classes[0].shade, classes[-1].shade] == ["0", "x"]
    darkness = [shade.shade for shade in classes[:-1]]
    assert darkness == sorted(set(darkness))
    assert len(classes) <= 6


def test_a_map_colours_links_and_counts_every_region():
    spec = kaltim(hrefs={"64.71": "/cases/?region=64.71"})
    html = drawing.draw(spec)
    paths = {
        path.find("title").text: path.get("class")
        for path in tree(html).iter("path")
        if path.find("title") is not None
    }
    assert len(paths) == 10
    assert paths["Kabupaten Paser: 0"] == "c0"
    assert paths["Kota Balikpapan: 22"] < paths["Kota Samarinda: 41"]
    assert paths["Kabupaten Berau: tidak ada data"] == "cx"
    assert [a.get("href") for a in tree(html).iter("a")] == ["/cases/?region=64.71"]
    assert words(html).endswith("0 · 1 22 · 1 41 · 1 tidak ada data · 7")
    assert "Samarinda 41" in words(html)


def test_small_places_are_dots():
    shapes = maps.outlines("ID-regencies")["shapes"]
    assert {"31.01", "33.72"} <= {shape["code"] for shape in shapes if shape["dot"]}


def test_there_is_a_map_of_every_region_that_has_parts():
    names = boundaries.names_of(CHECKOUT / "agencies" / "data" / "regions.csv")
    provinces = {code for code in names if len(code) == 2}
    assert {s["code"] for s in maps.outlines("ID")["shapes"]} == provinces
    regencies = {code for code in names if len(code) == 5}
    for province in provinces:
        drawn = {shape["code"] for shape in maps.outlines(province)["shapes"]}
        assert drawn == {code for code in regencies if code.startswith(province)}


@pytest.mark.parametrize("region", ["64.71", "99", "../maps/64", ""])
def test_another_map_is_refused(region):
    with pytest.raises(ValueError, match="no map of"):
        drawing.draw(kaltim(region=region))


def test_maps_are_light():
    def weight(region: str) -> int:
        codes = [shape["code"] for shape in maps.outlines(region)["shapes"]]
        hrefs = {code: f"/cases/?region={code}&from=2025-01-01" for code in codes}
        spec = kaltim(region=region, values=dict.fromkeys(codes, 5), hrefs=hrefs)
        return len(gzip.compress(drawing.draw(spec).encode()))

    assert weight("ID") <= 15 * KB
    assert max(weight(file.stem) for file in maps.FOLDER.glob("??.json")) <= 15 * KB


def test_the_shipped_maps_are_what_the_command_makes():
    names = boundaries.names_of(CHECKOUT / "agencies" / "data" / "regions.csv")
    regencies = topology.load(DATA / "idn-regencies.topojson")
    made = {
        name: boundaries.written(content)
        for name, content in boundaries.maps(regencies, names)
    }
    shipped = {file.stem: file.read_text() for file in maps.FOLDER.glob("*.json")}
    assert made == shipped


def test_neighbours_share_their_border_to_the_unit():
    """A gap or an overlap would show as a border point that only one side has."""
    shapes = {s["code"]: s["path"] for s in maps.outlines("64")["shapes"]}

    def points(code: str) -> set[tuple[int, int]]:
        found = set()
        for ring in re.findall(r"M(\d+) (\d+)l([^z]*)z", shapes[code]):
            x, y = int(ring[0]), int(ring[1])
            found.add((x, y))
            steps = [int(step) for step in re.findall(r"-?\d+", ring[2])]
            for dx, dy in zip(steps[::2], steps[1::2], strict=True):
                x, y = x + dx, y + dy
                found.add((x, y))
        return found

    # Mahakam Ulu meets Kutai Barat, Kutai Kartanegara and Kutai Timur; the rest of
    # its border is other provinces'.
    shared = points("64.11") & points("64.07")
    assert len(shared) > 10


def test_a_printed_drawing_stands_alone():
    for spec in (trend(2, 1, partial="belum penuh"), kaltim(hrefs={"64.71": "/x/"})):
        svg = ET.fromstring(drawing.print_svg(spec))  # noqa: S314 - drawn by ourselves
        assert svg.get("viewBox")
        assert svg.find("{http://www.w3.org/2000/svg}style") is not None
        assert "#0b4f6c" in json.dumps(drawing.print_svg(spec))
