"""Every drawing on one page, and the pictures of it: `python -m tests.reports.gallery`.

    python -m tests.reports.gallery FOLDER

writes pictures of the charts, of all maps and of each page of a report: desk and phone,
light, dark and as a grey print.
"""

import os
import subprocess
import sys
from pathlib import Path

import django
from playwright.sync_api import sync_playwright

from tests import programs
from tests.ground import CHECKOUT
from tppo_tracker import services

WIDTHS = (1366, 360)
MONTHS = ("Jan", "Feb", "Mar", "Apr", "Mei", "Jun", "Jul", "Agu", "Sep", "Okt", "Nov")


def page_of(panels: list[tuple[str, str]], css: str) -> str:
    """An HTML page in the register's own sheet, a panel for each (title, body)."""
    body = "".join(
        f'<section class="panel"><header><h2>{title}</h2></header>{inner}</section>'
        for title, inner in panels
    )
    return (
        '<!doctype html><html lang="id"><head><meta charset="utf-8"><title>Galeri'
        '</title><meta name="viewport" content="width=device-width">'
        f"<style>{css}</style></head><body><main><h1>Galeri</h1>"
        f'<div class="two">{body}</div></main></body></html>'
    )


def sheet() -> str:
    """The sheet, its font found wherever the page lies."""
    folder = (CHECKOUT / "static").as_uri()
    css = (CHECKOUT / "static" / "app.css").read_text()
    return css.replace('url("fonts/', f'url("{folder}/fonts/')


def charts() -> list[tuple[str, str]]:
    # Django must be set up before the drawings are imported.
    from reports import drawing  # noqa: PLC0415 - once Django is set up

    groups = ("Perempuan dewasa", "Anak perempuan", "Laki-laki dewasa")
    months = tuple(
        drawing.Month(label, n * 7 % 5, n * 3 % 4, href="#")
        for n, label in enumerate(MONTHS)
    )
    rows = [("Prostitusi daring (open BO)", 9), ("Kerja palsu dalam negeri", 3)]
    specs = [
        drawing.Trend("a", "LP", "LP", "2025", months, "2024", "1–12 November"),
        drawing.Trend("b", "Nol", "LP", "2025", (drawing.Month("Jan", 0),)),
        drawing.Bars(
            "Modus",
            "Modus utama",
            "LP",
            tuple(drawing.Bar(label, value, "#") for label, value in rows),
            whole=12,
            total=True,
        ),
        drawing.Stack(
            "Korban",
            "Tempat",
            "orang",
            groups,
            tuple(
                drawing.StackRow(
                    place,
                    tuple(
                        drawing.Part(group, (n + m) * 3 % 8, "#")
                        for m, group in enumerate(groups)
                    ),
                    "#",
                )
                for n, place in enumerate(("Samarinda", "Balikpapan", "Berau"))
            ),
        ),
    ]
    return [(spec.caption, str(drawing.draw(spec))) for spec in specs]


def map_panel(region: str) -> tuple[str, str]:
    """A map with numbers of up to three digits, one region without data."""
    from reports import drawing  # noqa: PLC0415 - once Django is set up

    codes = [shape["code"] for shape in drawing.maps.outlines(region)["shapes"]]
    values: dict[str, int | None] = {
        code: n * n * 7 % 400 for n, code in enumerate(codes)
    }
    values[codes[-1]] = None
    spec = drawing.Choropleth(
        f"m{region}",
        f"Peta {region}",
        "korban",
        region,
        values,
        dict.fromkeys(codes, "#"),
    )
    source = f'<p class="src">{drawing.ATTRIBUTION}</p>'
    return region, f'<div class="in">{drawing.draw(spec)}</div>{source}'


def map_names() -> list[str]:
    folder = CHECKOUT / "reports" / "data" / "maps"
    return sorted(file.stem for file in folder.glob("*.json"))


def main(folder: Path) -> None:
    from reports.monthly import typeset_monthly  # noqa: PLC0415 - once Django is set up
    from tests.reports.examples import report  # noqa: PLC0415 - once Django is set up

    folder.mkdir(parents=True, exist_ok=True)
    pages = {"charts": charts(), "maps": [map_panel(name) for name in map_names()]}
    with sync_playwright() as playwright:
        chromium = programs.launch(playwright)
        for name, panels in pages.items():
            (folder / f"{name}.html").write_text(page_of(panels, sheet()))
            for width in WIDTHS:
                for look in ("light", "dark", "grey"):
                    window = chromium.new_page(
                        viewport={"width": width, "height": 800},
                        color_scheme="dark" if look == "dark" else "light",
                    )
                    window.goto((folder / f"{name}.html").as_uri())
                    if look == "grey":
                        window.emulate_media(media="print")
                        window.add_style_tag(content="html{filter:grayscale(1)}")
                    picture = folder / f"{name}-{width}-{look}.png"
                    window.screenshot(path=picture, full_page=True)
                    window.close()
        chromium.close()
    (folder / "report.pdf").write_bytes(typeset_monthly(report()))
    for options, name in (([], "report"), (["-gray"], "report-grey")):
        subprocess.run(
            ["pdftoppm", "-r", "90", "-png", *options, "report.pdf", name],
            cwd=folder,
            check=True,
        )


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tppo_tracker.settings")
    services.ensure(start=False)
    django.setup()
    main(Path(sys.argv[1]))
