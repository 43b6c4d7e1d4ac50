"""One way of writing what finds a person again, whatever way it was typed.

The blind index keeps keyed digests of these forms, so a rule that changes here makes
older digests miss: build them anew. That is also why phone numbers are read by our own
few rules and not by a library whose tables change with every release.
"""

import re
from collections.abc import Callable, Collection, Mapping
from urllib.parse import urlsplit

NIK_DIGITS = 16
# ITU-T E.164: 15 digits at most, and no country code begins with 0. It names no fewest:
# eight are our own, so that a piece of a number is not taken for one. How long the
# numbers of a country are changes, and no table of that is kept here.
E164 = re.compile(r"\+[1-9]\d{7,14}")
INDONESIA = "+62"
SHORTEST = 5


def normal_form(kind: str, text: str) -> str:
    """The form of an identifier (`IdentifierKind`) that compares; "" if none does."""
    return _FORMS[kind](text)


def digits_of(text: str) -> str:
    return "".join(re.findall(r"[0-9]", text))


def phone(text: str) -> str:
    """E.164, e.g. "+6281234567890"; "" unless it is a whole number.

    Without a country it is an Indonesian one: "0812-3456-7890", "62812…", "812…".
    """
    typed = text.replace("(0)", "").strip()
    digits = digits_of(typed)
    if typed.startswith("+"):
        number = f"+{digits}"
    elif digits.startswith("00"):
        number = f"+{digits[2:]}"
    elif digits.startswith("62"):
        number = f"+{digits}"
    else:
        number = f"{INDONESIA}{digits.removeprefix('0')}" if digits else ""
    if number.startswith(f"{INDONESIA}0"):
        number = INDONESIA + number[4:]
    return number if E164.fullmatch(number) else ""


def name_key(sounds: Collection[str], *, born: int | None, region: str) -> str:
    """Name, year and regency at once, for equal ones alone; "" where one is missing.

    `sounds` are the name's words as they sound, `region` a code at any level. A digest
    of less than all three is undone from a dump (`docs/decisions/0041`).
    """
    regency = region[:5] if region[2:3] == "." else ""
    if not (sounds and born and regency):
        return ""
    return f"{' '.join(sorted(set(sounds)))}|{born}|{regency}"


def _nik(text: str) -> str:
    digits = digits_of(text)
    return digits if len(digits) == NIK_DIGITS else ""


def _letters_and_digits(text: str) -> str:
    form = "".join(re.findall(r"[0-9A-Z]", text.upper()))
    return form if len(form) >= SHORTEST else ""


def _account_number(text: str) -> str:
    digits = digits_of(text)
    return digits if len(digits) > SHORTEST else ""


def _wallet(text: str) -> str:
    """Wallets go by phone numbers: "DANA 0812…" and "+62 812…" are one."""
    return phone(digits_of(text)) or _letters_and_digits(text)


def _handle(text: str) -> str:
    """ "https://www.instagram.com/Nama.Akun/?hl=id", "@nama.akun" → "nama.akun"."""
    typed = text.strip().casefold()
    if "://" in typed or typed.startswith("www."):
        typed = urlsplit(typed if "://" in typed else f"//{typed}").path
    typed = typed.rstrip("/").rsplit("/", 1)[-1]
    return "".join(typed.split()).lstrip("@")


_FORMS: Mapping[str, Callable[[str], str]] = {
    "nik": _nik,
    "passport": _letters_and_digits,
    "phone": phone,
    "michat": _handle,
    "ewallet": _wallet,
    "vehicle": _letters_and_digits,
    "bank_account": _account_number,
    "social": _handle,
}
