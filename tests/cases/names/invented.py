"""Invented people with names as Indonesia writes them; none of them exists.

A name follows the manner of a people; the peoples of a province follow its mix; words
are drawn by Zipf's law in the order of `data/words.txt`; Javanese and new names are
also coined from syllables, for a register has many names that are borne once.
"""

import bisect
import csv
import random
import re
from functools import cache
from itertools import accumulate
from pathlib import Path
from typing import NamedTuple

from tests.ground import CHECKOUT

DATA = Path(__file__).parent / "data"
REGIONS = CHECKOUT / "agencies" / "data" / "regions.csv"
COINED = {"java": 4000, "modern": 6000}
ZIPF, FLATTENED = 0.85, 2.5
FEMALE = 0.68  # of victims that offices counted in 2025
YEARS, SPREAD, BORN = 1996, 10, (1950, 2016)

# Manner of a people: weights and patterns. A word in quotes is itself, `_` stands for
# m or f, `given` for that people's own words.
MANNERS = {
    "java": ((28, "java_"), (42, "java_ last_"), (20, "java_ java_"), (10, "arab_")),
    "sunda": ((20, "sunda_"), (45, "sunda_ last_"), (35, "sunda_ sunda_")),
    "banjar": ((35, "banjar_"), (25, "'first' banjar_"), (40, "banjar_ arab_")),
    "bugis": ((25, "bugis_"), (15, "'andi' bugis_"), (60, "bugis_ bugis_last")),
    "dayak": (
        (22, "dayak_"),
        (63, "dayak_ dayak_last"),
        (15, "dayak_ dayak_ dayak_last"),
    ),
    "ntt": ((12, "dayak_"), (70, "dayak_ ntt_last"), (18, "dayak_ dayak_ ntt_last")),
    "china": ((20, "china_last china_ china_"), (80, "china_ china_last")),
    "batak": (
        (50, "modern_ batak_last"),
        (30, "arab_ batak_last"),
        (20, "dayak_ last_ batak_last"),
    ),
    "minang": ((60, "arab_ minang_last"), (40, "modern_ last_")),
    "maluku": ((80, "dayak_ maluku_last"), (20, "dayak_ dayak_ maluku_last")),
    "modern": (
        (55, "modern_ last_"),
        (30, "modern_ modern_ last_"),
        (15, "modern_ modern_"),
    ),
    "arab": (
        (15, "arab_"),
        (22, "'first' arab_"),
        (8, "'first' arab_ last_"),
        (10, "'abdul' of_god"),
        (45, "arab_ arab_"),
    ),
}
FIRST = {"m": "muhammad", "f": "siti"}
# Peoples of a province, by the first two digits of its code; elsewhere the last mix.
PEOPLES = {
    "11": "arab 7 batak 2 modern 1",
    "12": "batak 7 arab 2 java 2",
    "13": "minang 7 arab 3",
    "31": "arab 3 java 3 sunda 2 china 1 modern 3 batak 1",
    "32": "sunda 6 arab 4 java 2 modern 2",
    "33": "java 7 arab 2 modern 1",
    "35": "java 6 arab 4 modern 1",
    "52": "arab 9 modern 1",
    "53": "ntt 9 arab 1",
    "61": "dayak 4 arab 3 china 2",
    "63": "banjar 9 java 1",
    "64": "banjar 3 java 3 bugis 3 dayak 2 modern 1",
    "65": "dayak 4 bugis 4 java 2",
    "71": "maluku 6 arab 2",
    "73": "bugis 7 arab 3",
    "": "arab 5 java 3 modern 2",
}
# Provinces that sent or lost more people than their share.
WEIGHT = {"53": 6, "52": 4, "64": 4, "65": 8, "32": 2}


class Invented(NamedTuple):
    name: str
    sex: str  # female or male
    year: int
    region: str  # a regency's code, "64.71"


@cache
def words() -> dict[str, list[str]]:
    """Words by the headings of `words.txt`, coined ones at the end."""
    parts = re.split(r"\[(\w+)\]", (DATA / "words.txt").read_text())[1:]
    found = {
        head: text.split() for head, text in zip(parts[::2], parts[1::2], strict=True)
    }
    for sex in "mf":
        java = (found["start"], found["middle"], found[f"end_{sex}"])
        modern = [found[f"modern_{part}"] for part in ("start", "middle", "end")]
        found[f"java_{sex}"] += _coined(java, COINED["java"], seed=sex)
        found[f"modern_{sex}"] += _coined(modern, COINED["modern"], seed=sex)
    return {head: list(dict.fromkeys(own)) for head, own in found.items()}


def _coined(syllables, n: int, *, seed: str) -> list[str]:
    lot, coined = random.Random(seed), {}
    while len(coined) < n:
        word = "".join(lot.choice(part) for part in syllables)
        if not re.search("[^aiueo]{4}", word):
            coined[word] = None
    return list(coined)


@cache
def _shares(heading: str) -> list[float]:
    n = len(words()[heading])
    return list(accumulate((rank + FLATTENED) ** -ZIPF for rank in range(1, n + 1)))


def _word(lot: random.Random, heading: str) -> str:
    shares = _shares(heading)
    return words()[heading][bisect.bisect(shares, lot.random() * shares[-1])]


@cache
def _regencies() -> tuple[list[str], list[float]]:
    with REGIONS.open() as file:
        rows = [
            row for row in csv.DictReader(file) if row["kind"] in ("regency", "city")
        ]
    people = (
        float(r["population"] or 50_000) * WEIGHT.get(r["code"][:2], 1) for r in rows
    )
    return [row["code"] for row in rows], list(accumulate(people))


def region(lot: random.Random) -> str:
    codes, shares = _regencies()
    return codes[bisect.bisect(shares, lot.random() * shares[-1])]


def name(lot: random.Random, people: str, sex: str) -> str:
    shares, patterns = zip(*MANNERS[people], strict=True)
    [pattern] = lot.choices(patterns, shares)
    own = sex[0]
    found = []
    for part in pattern.split():
        if part.startswith("'"):
            fixed = part.strip("'")
            found.append(FIRST[own] if fixed == "first" else fixed)
        else:
            found.append(_word(lot, part + own if part.endswith("_") else part))
    return " ".join(found).title()


def population(n: int, seed: object) -> list[Invented]:
    """So many people; the same ones for the same seed."""
    return list(people(n, seed))


def people(n: int, seed: object):
    lot = random.Random(f"people {seed}")
    mixes = {code: _mix(text) for code, text in PEOPLES.items()}
    for _ in range(n):
        code = region(lot)
        names, shares = mixes.get(code[:2], mixes[""])
        sex = "female" if lot.random() < FEMALE else "male"
        sex = sex.replace("female", "f").replace("male", "m")
        year = int(min(BORN[1], max(BORN[0], lot.gauss(YEARS, SPREAD))))
        own = name(lot, lot.choices(names, shares)[0], sex)
        yield Invented(own, {"f": "female", "m": "male"}[sex], year, code)


def _mix(text: str) -> tuple[list[str], list[int]]:
    parts = text.split()
    return parts[::2], [int(share) for share in parts[1::2]]
