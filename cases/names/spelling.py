"""From a name as it was typed to its words in normal form, and to their sounds."""

import re
import unicodedata
from functools import lru_cache
from typing import NamedTuple

from cases.names import rules

CACHED = 200_000
NOBODY = "?"  # the one word of a text without a letter

_OLD = re.compile(rules.OLD_SPELLING)
_OLD_J = re.compile(rules.OLD_J.pattern)
_LETTERS = [(re.compile(rule.pattern), rule.becomes) for rule in rules.LETTERS]
_SOUNDS = [(re.compile(rule.pattern), rule.becomes) for rule in rules.SOUNDS]
_COMPOUNDS = [(re.compile(rule.pattern), rule.becomes) for rule in rules.COMPOUNDS]
_ALIAS = re.compile(rules.ALIAS)
_WORD = re.compile("[a-z]+")
_INSIDE_A_WORD = re.compile("['`’-]")


class Name(NamedTuple):
    """A name in normal form: ASCII, lower case, words in the order they were typed."""

    words: tuple[str, ...]  # an alias's words too; never empty
    father: tuple[str, ...] = ()  # after bin or binti
    initials: tuple[str, ...] = ()
    also: tuple[str, ...] = ()  # those of the words that are an alias's


@lru_cache(CACHED)
def letters(word: str) -> str:
    """The normal form of one lower-case word of today's spelling."""
    for pattern, becomes in _LETTERS:
        word = pattern.sub(becomes, word)
    return word


@lru_cache(CACHED)
def sound(word: str) -> str:
    """How a word in normal form sounds: its first letter and its consonants."""
    for pattern, becomes in _SOUNDS:
        word = pattern.sub(becomes, word)
    return word


def sounds(name: Name) -> str:
    """The sounds of a name's words, sorted, parted by blanks: free of order."""
    return " ".join(sorted({sound(word) for word in name.words}))


def sounds_of(text: str) -> tuple[str, ...]:
    """The words of a typed name as they sound; () where no name stands in it."""
    heard = sounds(read(text))
    return () if heard in ("", NOBODY) else tuple(heard.split())


def read(text: str) -> Name:
    """What a typed text says of a name; any text gives a name.

    Titles before and degrees after it are no part of it. "M. Rizki" opens with
    Muhammad; other single letters are initials.
    """
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    own, _sign, alias = _parted(_INSIDE_A_WORD.sub("", plain.lower()))
    typed = _without_titles(_WORD.findall(own.split(",")[0]))
    typed, father = _without_father(typed)
    words, initials = _normal(typed, opens=True)
    more, _ = _normal(_WORD.findall(_ALIAS.sub(" ", alias)))
    if not words:  # initials are all there is
        words, initials = initials or [NOBODY], []
    # Of records that were merged one says the name that the other says.
    more = [word for word in dict.fromkeys(more) if word not in words]
    return Name(
        words=tuple(words + more),
        father=tuple(_normal(father)[0]),
        initials=tuple(initials),
        also=tuple(more),
    )


def _parted(text: str) -> tuple[str, str, str]:
    """Before the sign of an alias, the sign, what follows it."""
    found = _ALIAS.search(text)
    if not found:
        return text, "", ""
    return text[: found.start()], found.group(), text[found.end() :]


def _without_titles(typed: list[str]) -> list[str]:
    while len(typed) > 1 and typed[0] in rules.TITLES:
        typed = typed[1:]
    while len(typed) > 1 and typed[-1] in rules.DEGREES:
        typed = typed[:-1]
    return typed


def _without_father(typed: list[str]) -> tuple[list[str], list[str]]:
    for place, word in enumerate(typed[1:-1], start=1):
        # "A. B. Rahman" is nobody's son: that b stands among initials.
        if word in rules.CHILD_OF and len(typed[place - 1]) > 1:
            return typed[:place], typed[place + 1 :]
    return typed, []


def _normal(typed: list[str], *, opens: bool = False) -> tuple[list[str], list[str]]:
    """Words in normal form, and initials; `opens`: the first letter may be a word."""
    words: list[str] = []
    initials: list[str] = []
    for place, word in enumerate(typed):
        if len(word) > 1:
            words += _of_one(word)
        elif opens and place == 0 and len(typed) > 1 and word in rules.OPENING_LETTER:
            words.append(rules.OPENING_LETTER[word])
        else:
            initials.append(word)
    return words, initials


@lru_cache(CACHED)
def _of_one(word: str) -> tuple[str, ...]:
    if word in rules.ONE_WORD:
        return (rules.ONE_WORD[word],)
    if _OLD.search(word):
        word = _OLD_J.sub(rules.OLD_J.becomes, word)
    for pattern, first in _COMPOUNDS:
        if found := pattern.fullmatch(word):
            return (first, letters(found.group(1)))
    return (letters(word),)
