"""What can be drawn: plain words, whole numbers and addresses, nothing of the register.

One specification serves the page and the PDF (`draw`, `print_svg`). Every `href` is
optional; without it a bar or a region is no link. None means "no data", 0 means none.
`key` names the drawing on its page, letters and digits, once a page.
"""

from dataclasses import dataclass, field

ATTRIBUTION = (
    "Batas administrasi: BPS, WFP, OCHA ROAP melalui geoBoundaries (2020), "
    "CC BY 3.0 IGO, disederhanakan; bukan rujukan batas resmi."
)
TONES = (1, 2, 3, 4, 5)


@dataclass(frozen=True)
class Bar:
    """`before` is the value of the period beside which it stands."""

    label: str
    value: int
    href: str = ""
    before: int = 0
    before_href: str = ""


@dataclass(frozen=True)
class Bars:
    """A table whose cells hold bars. `whole` is what shares are of, 0 for no shares;
    `total` prints a last row, for figures that add up. `now` and `before` name two
    periods that stand beside each other; "" where there is one."""

    caption: str
    noun: str  # heads the labels: "Modus utama"
    unit: str  # heads the numbers: "LP"
    rows: tuple[Bar, ...]
    whole: int = 0
    total: bool = False
    tone: int = 1
    total_href: str = ""
    now: str = ""
    before: str = ""
    before_total_href: str = ""


@dataclass(frozen=True)
class Part:
    label: str
    value: int
    href: str = ""


@dataclass(frozen=True)
class StackRow:
    label: str
    parts: tuple[Part, ...]  # in the order of the stack's `names`
    href: str = ""


@dataclass(frozen=True)
class Stack:
    """Rows of stacked bars, at most five parts. Rows are as long as their sums, or all
    of one length where `filled`: one filled row is a progress bar."""

    caption: str
    noun: str
    unit: str
    names: tuple[str, ...]
    rows: tuple[StackRow, ...]
    filled: bool = False


@dataclass(frozen=True)
class Month:
    """`label` is short ("Jan"); `before` is the same month a year earlier."""

    label: str
    value: int | None
    before: int | None = None
    href: str = ""
    before_href: str = ""


@dataclass(frozen=True)
class Trend:
    """Columns by month beside those of the year before. `partial` says why the last
    month is not whole ("1–12 November, belum penuh"); it is hatched then."""

    key: str
    caption: str
    unit: str
    now: str  # names the series: "2025"
    months: tuple[Month, ...]
    before: str = ""  # "" draws one series
    partial: str = ""
    total_href: str = ""
    before_total_href: str = ""


@dataclass(frozen=True)
class Choropleth:
    """`region`: "ID" for the nation by provinces, "ID-regencies" for all 514, a
    province's code for its regencies. `values` and `hrefs` by region code; a code
    without a value has no data."""

    key: str
    caption: str
    unit: str
    region: str
    values: dict[str, int | None]
    hrefs: dict[str, str] = field(default_factory=dict)


Spec = Bars | Stack | Trend | Choropleth
