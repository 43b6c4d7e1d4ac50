"""How alike two words are, and which word of one name answers which of another."""

from functools import lru_cache
from typing import NamedTuple

from rapidfuzz.distance import OSA, JaroWinkler

from cases.names.spelling import sound

SAME_SOUND = 0.93
ONE_INSIDE_THE_OTHER = 0.8
PAIRS_FROM = 0.72
# Two names written without their blanks: slips that leave them one name, least letters.
JOINED_SLIPS, JOINED_LETTERS = 2, 7


class Alignment(NamedTuple):
    """Words paired one to one with their likeness; what found no partner."""

    pairs: list[tuple[str, str, float]]
    left: list[str]
    right: list[str]


@lru_cache(300_000)
def alike(a: str, b: str) -> float:
    """Likeness of two words in normal form, 0 to 1; 1 is the same word."""
    if a == b:
        return 1.0
    slips, longest = OSA.distance(a, b), max(len(a), len(b))
    share = 1 - slips / longest
    if slips == 1 and longest > 3:
        best = 0.98 * share
    else:
        far = 0.12 if slips >= 3 else 0.0
        best = (share + JaroWinkler.similarity(a, b)) / 2 - far
    if _sound_alike(a, b):
        best = max(best, SAME_SOUND)
    if min(len(a), len(b)) >= 3 and _one_ends_or_begins_the_other(a, b):
        best = max(best, ONE_INSIDE_THE_OTHER)
    return best


def _sound_alike(a: str, b: str) -> bool:
    return a[0] == b[0] and abs(len(a) - len(b)) <= 2 and sound(a) == sound(b)


def _one_ends_or_begins_the_other(a: str, b: str) -> bool:
    short, long = sorted((a, b), key=len)
    return long.startswith(short) or long.endswith(short)


def align(a: tuple[str, ...], b: tuple[str, ...]) -> Alignment:
    """Pair the words of two names, the likest first; their order does not matter."""
    likenesses = sorted(
        ((alike(x, y), i, j) for i, x in enumerate(a) for j, y in enumerate(b)),
        reverse=True,
    )
    used_a: set[int] = set()
    used_b: set[int] = set()
    pairs = []
    for likeness, i, j in likenesses:
        if likeness < PAIRS_FROM:
            break
        if i not in used_a and j not in used_b:
            used_a.add(i)
            used_b.add(j)
            pairs.append((a[i], b[j], likeness))
    return Alignment(
        pairs,
        [word for i, word in enumerate(a) if i not in used_a],
        [word for j, word in enumerate(b) if j not in used_b],
    )


def slips_when_joined(a: tuple[str, ...], b: tuple[str, ...]) -> int | None:
    """Slips between two names written without blanks; None when there are many."""
    one, other = "".join(a), "".join(b)
    if min(len(one), len(other)) < JOINED_LETTERS:
        return None
    slips = OSA.distance(one, other, score_cutoff=JOINED_SLIPS)
    return slips if slips <= JOINED_SLIPS else None
