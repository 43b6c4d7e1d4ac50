"""Charts and maps, made on the server from one specification, for page and PDF.

`draw(spec)` is HTML for a page: fluid, coloured by classes of the sheet, its bars and
regions links. `print_svg(spec)` is one self-contained SVG for a PDF. Bars and stacks
are tables and are typeset as such in a PDF.
"""

from django.template.loader import render_to_string
from django.utils import translation
from django.utils.safestring import SafeString

from reports.drawing import charts, maps
from reports.drawing.charts import described
from reports.drawing.maps import exists
from reports.drawing.specs import (
    ATTRIBUTION,
    Bar,
    Bars,
    Choropleth,
    Month,
    Part,
    Spec,
    Stack,
    StackRow,
    Trend,
)

__all__ = [
    "ATTRIBUTION",
    "Bar",
    "Bars",
    "Choropleth",
    "Month",
    "Part",
    "Stack",
    "StackRow",
    "Trend",
    "described",
    "draw",
    "exists",
    "print_svg",
]

SCENES = {
    Bars: ("bars", charts.bars),
    Stack: ("stack", charts.stack),
    Trend: ("trend", charts.trend),
    Choropleth: ("map", maps.choropleth),
}


def draw(spec: Spec) -> SafeString:
    """HTML in the reader's language. ValueError for a map that is not there."""
    name, scene = SCENES[type(spec)]
    return render_to_string(f"reports/drawing/{name}.html", scene(spec))


def print_svg(spec: Trend | Choropleth) -> str:
    """SVG 1.1 with a viewBox and its own colours, in Indonesian, in Liberation Sans."""
    name, scene = SCENES[type(spec)]
    with translation.override("id"):
        return render_to_string(f"reports/drawing/{name}.print.svg", scene(spec))
