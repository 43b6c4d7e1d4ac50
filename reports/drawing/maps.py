"""Where the regions, shades and names of a map stand."""

import functools
import json
from pathlib import Path

from django.utils.translation import gettext as _

from reports.drawing import scales
from reports.drawing.charts import said
from reports.drawing.scales import Shade
from reports.drawing.specs import Choropleth

FOLDER = Path(__file__).resolve().parent.parent / "data" / "maps"
USUAL = 480  # pixels across which most maps have their names placed
MANY = 60  # regions; beyond, the table carries the keyboard's links alone
LETTERS = 13  # pixels of a printed name, at the width where it was placed
NARROW = 0.56  # a letter's width, of its height
LEGEND, SWATCH = 46, 26  # units of a printed map's legend: its height, a swatch


def exists(region: str) -> bool:
    """Whether there is a map of `region`, a code or "ID" or "ID-regencies"."""
    return (FOLDER / f"{region}.json").is_file()


@functools.cache
def outlines(region: str) -> dict:
    """A map as `manage.py draw_boundaries` wrote it (reports.boundaries.maps)."""
    if not region.replace(".", "").replace("-", "").isalnum() or not exists(region):
        raise ValueError(f"There is no map of {region!r}.")
    return json.loads((FOLDER / f"{region}.json").read_text())


def choropleth(spec: Choropleth) -> dict:
    drawn = outlines(spec.region)
    width, height = drawn["width"], drawn["height"]
    values = {
        shape["code"]: spec.values.get(shape["code"]) for shape in drawn["shapes"]
    }
    classes = scales.shades(list(values.values()))
    shapes = [
        {
            "path": shape["path"],
            "dot": [str(place) for place in shape["dot"] or ()],
            "shade": _shade(values[shape["code"]], classes),
            "said": f"{shape['name']}: {_value(values[shape['code']])}",
            "href": spec.hrefs.get(shape["code"], ""),
        }
        for shape in drawn["shapes"]
    ]
    units = width / drawn["label_width"] if drawn["label_width"] else 1
    return {
        "spec": spec,
        "width": str(width),
        "height": str(height),
        "legend_at": str(height + 16),
        "legend_words_at": str(height + 26),
        "full_height": str(height + LEGEND),
        "letters": f"{units * LETTERS:.1f}",
        "halo": f"{units * LETTERS / 5:.1f}",
        "shapes": shapes,
        "labels": [
            _label(shape["label"], said(values[shape["code"]]), width, height)
            for shape in drawn["shapes"]
            if shape["label"]
        ],
        "legend": _legend(classes, list(values.values()), units * LETTERS * NARROW),
        "linked": any(spec.hrefs.values()),
        "many": len(shapes) > MANY,
        "big": drawn["label_width"] > USUAL,
    }


def _value(value: int | None) -> str:
    return _("tidak ada data") if value is None else said(value)


def _shade(value: int | None, classes: list[Shade]) -> str:
    return next(shade.shade for shade in classes if shade.holds(value))


def _label(label: dict, value: str, width: int, height: int) -> dict:
    """Places in percent, so that they hold whatever the width of the map."""
    across, down = (scales.percent(100 * label[n] / s) for n, s in _axes(width, height))
    return label | {
        "value": value,
        "across": across,
        "down": down,
        "from_across": scales.percent(100 * label["to_x"] / width),
        "from_down": scales.percent(100 * label["to_y"] / height),
    }


def _axes(width: int, height: int) -> tuple[tuple[str, int], tuple[str, int]]:
    return ("x", width), ("y", height)


def _legend(
    classes: list[Shade], values: list[int | None], letter: float
) -> list[dict]:
    """The classes in a row, each taking what its words take in letters of a print."""
    told, x = [], 2.0
    for shade in classes:
        words = _range(shade)
        told.append(
            {
                "shade": shade.shade,
                "words": words,
                "count": sum(shade.holds(value) for value in values),
                "x": f"{x:.0f}",
                "text_x": f"{x + SWATCH + 8:.0f}",
            }
        )
        x += SWATCH + 8 + letter * len(words) + 2 * letter
    return told


def _range(shade: Shade) -> str:
    if shade.least is None:
        return _("tidak ada data")
    if shade.least == shade.most:
        return said(shade.least)
    return f"{said(shade.least)}–{said(shade.most)}"
