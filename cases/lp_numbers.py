"""Police report numbers: Kep/464/II/2021 gives the pattern, practice varies."""

import re

PATTERN = re.compile(
    r"^LP/(A|B)/\d{1,5}/(I|II|III|IV|V|VI|VII|VIII|IX|X|XI|XII)/20\d{2}"
    r"/SPKT(\.[A-Z .-]+)?(/[A-Z .-]+)+$"
)


def normalise(number: str) -> str:
    """Upper case, no blanks around slashes, no leading zeros: for finding doubles."""
    text = re.sub(r"\s+", " ", number.upper().strip())
    text = re.sub(r"\s*([/.])\s*", r"\1", text)
    return re.sub(r"(^|/)0+(?=\d)", r"\1", text)


def looks_standard(number: str) -> bool:
    """Does it follow the pattern? Only ever a warning: older variants exist."""
    return bool(PATTERN.match(normalise(number)))
