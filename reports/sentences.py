"""The sentences that a report begins with, in the wording of police releases.

Made from the numbers of cells alone, in Indonesian whatever the reader's language:
"Jumlah LP 2 perkara, tersangka 3 orang, korban diselamatkan 3 orang: perempuan dewasa
1 orang dan anak perempuan 2 orang."
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

TOLD = 3  # so many of a list are named in a sentence; its table names all
Counted = tuple[str, int]  # what, how many


@dataclass(frozen=True)
class Counts:
    """What one period counted. `victims` by group, in the order of releases, adding up
    to all victims; `progress` and `modus` of cases; `roles` of suspects, who may have
    several. `before` counts the reports of the period to compare with, None if nobody
    did."""

    period: str  # "Oktober 2025"
    reports: int
    suspects: int
    victims: Sequence[Counted]
    children: int
    cases: int
    progress: Sequence[Counted] = ()
    modus: Sequence[Counted] = ()
    roles: Sequence[Counted] = ()
    before: int | None = None
    before_period: str = ""  # "Oktober 2024"


def sentences(counts: Counts) -> list[str]:
    """Two to six sentences, each with a capital letter and a full stop."""
    told = [
        _totals(counts),
        _change(counts),
        _children(counts),
        _progress(counts),
        _modus(counts),
        _roles(counts),
    ]
    return [sentence for sentence in told if sentence]


def _totals(counts: Counts) -> str:
    victims = sum(number for _, number in counts.victims)
    rescued = f"korban diselamatkan {victims_said(victims)}"
    groups = [(what, number) for what, number in counts.victims if number]
    if groups:
        named = [f"{_counted(group)} orang" for group in groups]
        rescued += f": {_listed(named)}"
    elif not victims:
        rescued = "tidak ada korban"
    reports = _or_none("jumlah LP", counts.reports, "perkara", "tidak ada LP")
    suspects = _or_none("tersangka", counts.suspects, "orang", "tidak ada tersangka")
    return f"{counts.period}: {reports}, {suspects}, {rescued}."


def victims_said(number: int) -> str:
    return f"{_number(number)} orang"


def _or_none(what: str, number: int, unit: str, none: str) -> str:
    return f"{what} {_number(number)} {unit}" if number else none


def _change(counts: Counts) -> str:
    if counts.before is None:
        return ""
    than = f"dibanding {counts.before_period}"
    was = f"{_number(counts.before)} perkara" if counts.before else "tidak ada LP"
    change = counts.reports - counts.before
    if not change:
        return f"Jumlah LP tetap {than} ({was})."
    way = "naik" if change > 0 else "turun"
    by = f"{_number(abs(change))} perkara"
    if counts.before:
        by += f" ({change_said(counts.reports, counts.before)})"
    return f"Jumlah LP {way} {by} {than} ({was})."


def _children(counts: Counts) -> str:
    victims = sum(number for _, number in counts.victims)
    if not victims:
        return ""
    if not counts.children:
        return "Tidak ada korban anak."
    return f"Korban anak {_part(counts.children, victims, 'orang')}."


def _progress(counts: Counts) -> str:
    if not counts.cases:
        return ""
    named = [_counted(step) for step in counts.progress if step[1]]
    if not named:
        return ""
    return f"Kemajuan {_number(counts.cases)} perkara: {_listed(named)}."


def _modus(counts: Counts) -> str:
    most = _most(counts.modus)[:TOLD]
    if not most or not counts.cases:
        return ""
    named = [_counted(modus) for modus in most]
    return f"Modus terbanyak: {_listed(named)}, dari {_number(counts.cases)} perkara."


def _roles(counts: Counts) -> str:
    most = _most(counts.roles)
    if not most or not counts.suspects:
        return ""
    number = most[0][1]
    first = [_in_a_sentence(what) for what, times in most if times == number]
    if len(first) > TOLD:
        return ""
    each = "masing-masing " if len(first) > 1 else ""
    part = _part(number, counts.suspects, "orang")
    return f"Peran tersangka terbanyak: {_listed(first)}, {each}{part}."


def _most(counted: Sequence[Counted]) -> list[Counted]:
    """Those above 0, the most first; equals in the order given."""
    return sorted((c for c in counted if c[1]), key=lambda c: -c[1])


def _counted(counted: Counted) -> str:
    return f"{_in_a_sentence(counted[0])} {_number(counted[1])}"


def _in_a_sentence(what: str) -> str:
    """ "Mucikari/mami" → "mucikari/mami"; "PMI ilegal" keeps its capitals."""
    return what if what[:2].isupper() else what[:1].lower() + what[1:]


def _part(part: int, whole: int, unit: str) -> str:
    """ "12 dari 25 orang (48,0%)"."""
    said = f"{_number(part)} dari {_number(whole)} {unit}"
    return f"{said} ({share_said(part, whole)})"


def _listed(words: Sequence[str]) -> str:
    """ "a", "a dan b", "a, b, dan c"."""
    if len(words) < 3:
        return " dan ".join(words)
    return ", ".join(words[:-1]) + f", dan {words[-1]}"


def _number(value: int) -> str:
    return f"{value:,}".replace(",", ".")


def share_said(part: int, whole: int) -> str:
    """ "48,0%", half up; "–" of nothing."""
    if not whole:
        return "–"
    return _one_digit(Decimal(100 * part) / whole)


def change_said(now: int, before: int) -> str:
    """ "+12,5%", "−33,3%", with a true minus; "–" if there was nothing before."""
    if not before:
        return "–"
    sign = "−" if now < before else "+"
    return sign + _one_digit(Decimal(100 * abs(now - before)) / before)


def _one_digit(percent: Decimal) -> str:
    rounded = percent.quantize(Decimal("0.1"), ROUND_HALF_UP)
    whole, digit = f"{rounded:,}".split(".")
    return f"{whole.replace(',', '.')},{digit}%"
