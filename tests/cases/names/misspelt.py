"""How offices write the same person down: other spellings, slips, parts left out."""

import random
from collections.abc import Callable

from tests.cases.names.invented import Invented, region, words

# What stands in a name, how somebody else writes it, how often. "$" is a word's end.
HABITS = """
u oe 6|oe u 30|j dj 7|dj j 30|c tj 4|tj c 30|sy sj 4|sy s 25|sy sh 6|s sy 1|ny nj 4
y j 2|yi i 10|iy i 20|ia iya 15|iya ia 20|i y 9|y i 9|f ph 3|ph f 20|f v 5|v f 20|f p 6
kh h 20|kh k 12|h kh 3|dh d 20|th t 20|t th 2|d dh 2|q k 20|k q 2|z j 5|z s 15|s z 2
ch kh 15|ch h 10|sh s 15|gh g 20|ie i 20|i ie 2|ee i 10|oo u 20|u o 6|o u 6|e i 5|i e 4
x ks 10|w v 1|ai ae 6|ae ai 15|au aw 2|uw u 5|uddin udin 30|udin uddin 20|ullah uloh 5
ya$ yo 5|o$ a 2|ah$ a 15|a$ ah 6|t$ d 5|d$ t 5|k$ q 3|ll l 20|mm m 20|nn n 20|ss s 20
"""
NEIGHBOURS = {
    key: near
    for keys in ("qwertyuiop", "asdfghjkl", "zxcvbnm")
    for key, near in zip(keys, keys[1:] + keys[-2], strict=True)
}
SHORT = {
    "muhammad": "Muhamad Mohammad Mohamad Moh. Muh. M. Mochamad Mochammad Muchamad Md.",
    "ahmad": "Achmad Akhmad Ahmat",
    "siti": "St. Sitti Sity Sitie St S.",
}
TITLES = {
    "male": "H.|Haji|Dr.|Drs.|Ir.|Ustadz|Pak|Bpk.|Sdr.|KH.|R.",
    "female": "Hj.|Hajjah|Dra.|Ibu|Sdri.|Ny.|Nn.|Bu|Mbak",
}
Way = Callable[[list[str], Invented, random.Random], bool]


def _longest(parts: list[str], lot: random.Random) -> int:
    return max(range(len(parts)), key=lambda place: lot.random() * len(parts[place]))


def spelling(parts: list[str], who: Invented, lot: random.Random) -> bool:
    place = _longest(parts, lot)
    word = parts[place].lower() + "$"
    habits = [habit.split() for habit in HABITS.replace("\n", "|").split("|") if habit]
    fits = [habit for habit in habits if habit[0] in word]
    if not fits:
        return False
    [(old, new, _)] = lot.choices(fits, [int(habit[2]) for habit in fits])
    parts[place] = word.replace(old, new, 1).rstrip("$")
    return True


def slip(parts: list[str], who: Invented, lot: random.Random) -> bool:
    place = _longest(parts, lot)
    word = parts[place].lower()
    if len(word) < 3:
        return False
    at = lot.randrange(1 if lot.random() < 0.85 else 0, len(word))
    near = NEIGHBOURS.get(word[at], "a")
    swapped = word[: at - 1] + word[at] + word[at - 1] + word[at + 1 :]
    parts[place] = lot.choice(
        [
            word[:at] + near + word[at + 1 :],
            word[:at] + word[at + 1 :],
            word[:at] + near + word[at:],
            swapped if at else word,
        ]
    )
    return True


def shortened(parts: list[str], who: Invented, lot: random.Random) -> bool:
    for place, part in enumerate(parts):
        if part.lower() in SHORT:
            parts[place] = lot.choice(SHORT[part.lower()].split())
            return True
        if part.lower() == "abdul" and place + 1 < len(parts):
            god = parts.pop(place + 1).lower()
            joined = god[0] if god[0] in "rsztnd" else "l"
            ways = (f"Abd. {god}", f"Abdul{god}", f"Abdu{joined}{god}")
            parts[place : place + 1] = lot.choice(ways).split()
            return True
    return False


def left_out(parts: list[str], who: Invented, lot: random.Random) -> bool:
    if len(parts) < 2 or (len(parts) == 2 and lot.random() < 0.5):
        return False
    parts.pop(lot.randrange(len(parts)) if lot.random() < 0.4 else -1)
    return True


def initial(parts: list[str], who: Invented, lot: random.Random) -> bool:
    place = lot.choice((0, len(parts) - 1))
    if len(parts) < 2 or len(parts[place]) < 3:
        return False
    parts[place] = parts[place][0].upper() + lot.choice((".", ".", ""))
    return True


def swapped(parts: list[str], who: Invented, lot: random.Random) -> bool:
    parts.reverse()
    return len(parts) > 1


def joined(parts: list[str], who: Invented, lot: random.Random) -> bool:
    if len(parts) < 2:
        return False
    place = lot.randrange(len(parts) - 1)
    parts[place : place + 2] = [parts[place] + parts[place + 1].lower()]
    return True


def titled(parts: list[str], who: Invented, lot: random.Random) -> bool:
    parts.insert(0, lot.choice(TITLES[who.sex].split("|")))
    return True


def fathered(parts: list[str], who: Invented, lot: random.Random) -> bool:
    of = ("bin", "b.") if who.sex == "male" else ("binti", "bt.", "bti")
    parts += [lot.choice(of), lot.choice(words()["arab_m"]).title()]
    return True


def with_more(parts: list[str], who: Invented, lot: random.Random) -> bool:
    parts.append(lot.choice(words()[f"last_{who.sex[0]}"]))
    return True


def with_alias(parts: list[str], who: Invented, lot: random.Random) -> bool:
    last = parts[-1].lower()
    nick = last[-max(3, len(last) // 2) :]
    parts += [lot.choice(("alias", "als.", "a.k.a.")), nick.title()]
    return True


WAYS: dict[Way, int] = {
    spelling: 34,
    slip: 20,
    shortened: 14,
    left_out: 9,
    initial: 5,
    swapped: 5,
    joined: 6,
    titled: 9,
    fathered: 5,
    with_more: 4,
    with_alias: 4,
}


def misspelt(who: Invented, lot: random.Random) -> str:
    """Her name with one to three changes; never as it was."""
    while True:
        parts, left = who.name.split(), lot.choices((1, 2, 3), (50, 33, 17))[0]
        while left:
            [way] = lot.choices(list(WAYS), WAYS.values())
            left -= way(parts, who, lot)
        text = " ".join(parts)
        if text.lower() != who.name.lower() and len(text) > 2:
            return text.upper() if lot.random() < 0.12 else text.title()


def second_record(who: Invented, lot: random.Random) -> Invented:
    """The same person as another office wrote her down; 0 and "" where it left out."""
    name = misspelt(who, lot) if lot.random() < 0.8 else who.name
    chance = lot.random()
    year = 0 if chance < 0.18 else who.year
    if 0.18 <= chance < 0.30:
        year += lot.choice((-2, -1, -1, 1, 1, 2, 3, -3))
    chance, code = lot.random(), who.region
    if chance < 0.25:
        code = ""
    elif chance < 0.38:
        code = code[:2] if lot.random() < 0.6 else region(lot)
    return Invented(name, who.sex if lot.random() < 0.97 else "", year, code)
