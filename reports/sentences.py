"""The sentences that a report begins with, in the order of police releases.

Made from the numbers of cells alone, in Indonesian whatever the reader's language:
"2 laporan polisi (LP), 2 perkara, tersangka 3 orang, korban (diduga atau
terkonfirmasi) 3 orang: perempuan dewasa 1 orang dan anak perempuan 2 orang." Releases
say "jumlah LP 2 perkara" and "korban diselamatkan"; here each unit keeps its name, and
nobody is called rescued who is only presumed to be a victim.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

TOLD = 3  # so many at most are named as most frequent; the table names all
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
    said = [
        f"{_number(counts.reports)} laporan polisi (LP)"
        if counts.reports
        else "tidak ada laporan polisi (LP)",
        f"{_number(counts.cases)} perkara" if counts.cases else "tidak ada perkara",
        f"tersangka {_number(counts.suspects)} orang"
        if counts.suspects
        else "tidak ada tersangka",
        _victims(counts.victims),
    ]
    return f"{counts.period}: {', '.join(said)}."


def _victims(groups: Sequence[Counted]) -> str:
    victims = sum(number for _, number in groups)
    if not victims:
        return "tidak ada korban"
    named = [f"{_counted(group)} orang" for group in groups if group[1]]
    counted = f"korban (diduga atau terkonfirmasi) {_number(victims)} orang"
    return f"{counted}: {_listed(named)}"


def _change(counts: Counts) -> str:
    if counts.before is None:
        return ""
    than = f"dibanding {counts.before_period}"
    was = f"{_number(counts.before)} laporan" if counts.before else "tidak ada LP"
    change = counts.reports - counts.before
    if not change:
        return f"Jumlah LP tetap {than} ({was})."
    way = "naik" if change > 0 else "turun"
    by = f"{_number(abs(change))} laporan"
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
    # The number first: "17 P-21", not "P-21 17".
    steps = [step for step in counts.progress if step[1]]
    named = [f"{_number(n)} {_in_a_sentence(what)}" for what, n in steps]
    if not named:
        return ""
    return f"Kemajuan {_number(counts.cases)} perkara: {_listed(named)}."


def _modus(counts: Counts) -> str:
    return _most_frequent("Modus", counts.modus, counts.cases, "perkara")


def _roles(counts: Counts) -> str:
    return _most_frequent("Peran tersangka", counts.roles, counts.suspects, "orang")


def _most_frequent(what: str, counted: Sequence[Counted], whole: int, unit: str) -> str:
    """The most frequent, and those next to it if they are few; "" where several occur
    once each, or none does: nothing is frequent then."""
    ranks = _ranks(counted)
    if not ranks or not whole:
        return ""
    (number, first), *later = ranks
    if number == 1 and len(first) > 1:
        return ""
    told = f"{_named(first)}{_part(number, whole, unit)}"
    if not later and len(first) == 1:
        return f"{what}: {told}."
    if later and later[0][0] > 1 and len(first) + len(later[0][1]) <= TOLD:
        number, second = later[0]
        told += f"; berikutnya {_named(second)}{_number(number)} {unit}"
    return f"{what} terbanyak: {told}."


def _named(equals: Sequence[str]) -> str:
    """Before their number: "a, ", "a dan b, masing-masing ", "4 jenis, …" of many."""
    if len(equals) == 1:
        return f"{equals[0]}, "
    many = len(equals) > TOLD
    told = f"{len(equals)} jenis" if many else _listed(equals)
    return f"{told}, masing-masing "


def _ranks(counted: Sequence[Counted]) -> list[tuple[int, list[str]]]:
    """Numbers above 0, the largest first, each with what was counted so often."""
    ranks: dict[int, list[str]] = {}
    for what, number in counted:
        if number:
            ranks.setdefault(number, []).append(_in_a_sentence(what))
    return sorted(ranks.items(), reverse=True)


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
