"""From numbers to lengths, ticks and classes."""

from dataclasses import dataclass

STEPS = (1, 2, 5)
SHADES = 4  # of values above 0; 0 and "no data" have classes of their own


def ticks(largest: int) -> list[int]:
    """Whole numbers from 0 up, two to five of them, the last not below `largest`."""
    power = 1
    while True:
        for step in (step * power for step in STEPS):
            if step * 4 >= largest:
                count = max(1, -(-largest // step))
                return [step * n for n in range(count + 1)]
        power *= 10


@dataclass(frozen=True)
class Shade:
    """A class of values from `least` to `most`, both included; None is no data."""

    shade: str  # "0" … "4", "x": the darker, the more
    least: int | None
    most: int | None

    def holds(self, value: int | None) -> bool:
        if value is None or self.least is None or self.most is None:
            return value is None and self.least is None
        return self.least <= value <= self.most


def shades(values: list[int | None]) -> list[Shade]:
    """Classes that hold all `values`: 0, up to four of about equal count, no data.

    The first and the last are there even if nothing falls into them, so that a legend
    always says what white and what hatching means.
    """
    above = sorted(value for value in values if value)
    distinct = sorted(set(above))
    if len(distinct) <= SHADES:
        starts = distinct
    else:
        quarters = [above[len(above) * n // SHADES] for n in range(1, SHADES)]
        starts = sorted({above[0], *quarters})
    ends = [start - 1 for start in starts[1:]] + above[-1:]
    if len(distinct) <= SHADES:
        ends = starts
    found = [Shade("0", 0, 0)]
    first = SHADES - len(starts) + 1 if len(starts) > 1 else 2
    for number, (least, most) in enumerate(zip(starts, ends, strict=True)):
        found.append(Shade(str(first + number), least, most))
    return [*found, Shade("x", None, None)]


def share(part: int, whole: int) -> float:
    """Percent of `whole`, 0 where there is no whole."""
    return 100 * part / whole if whole else 0.0


def percent(value: float) -> str:
    """A length of an SVG: "33.33%"."""
    return f"{value:.2f}%"
