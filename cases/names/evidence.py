"""What speaks for a person besides her name: year of birth, sex, region."""

from typing import NamedTuple

import numpy as np

from cases.names.columns import region_number, sex_number

# Codes of a comparison, by their place; the first one: nothing can be said.
YEARS = (
    "",
    "same_year",
    "year_within",
    "one_year_apart",
    "few_years_apart",
    "other_year",
)
SEXES = ("", "same_sex", "other_sex")
REGIONS = ("", "same_regency", "same_province", "other_province")
SIGNS = (YEARS, SEXES, REGIONS)
FEW_YEARS = 3


class Evidence(NamedTuple):
    """As numbers of `columns.ROW`; 0 is not known."""

    born_first: int = 0
    born_last: int = 0
    sex: int = 0
    region: int = 0

    @classmethod
    def of(
        cls, *, born: tuple[int, int] = (0, 0), sex: str = "", region: str = ""
    ) -> "Evidence":
        return cls(*born, sex_number(sex), region_number(region))

    @classmethod
    def of_row(cls, row: np.void) -> "Evidence":
        return cls(*(int(row[field]) for field in cls._fields))


NOTHING = Evidence()
Parts = list[tuple[str, float]]


def compare(one: Evidence, rows: np.ndarray) -> np.ndarray:
    """Codes of `SIGNS` for each row, int8, shape (3, rows)."""
    return np.stack(
        (
            _years(one, rows["born_first"], rows["born_last"]),
            _sexes(one.sex, rows["sex"]),
            _regions(one.region, rows["region"]),
        )
    )


def signs(codes: np.ndarray) -> list[str]:
    """The words of one column of codes; silent ones are left out."""
    said = [SIGNS[kind][code] for kind, code in enumerate(codes)]
    return [sign for sign in said if sign]


def parts(codes: np.ndarray, weights: dict[str, float]) -> Parts:
    """What each sign of one column of codes adds, as `weigh` has it."""
    return [(sign, weights.get(sign, 0.0)) for sign in signs(codes)]


def weigh(codes: np.ndarray, weights: dict[str, float]) -> np.ndarray:
    """The sum of weights for each column, float; a sign without a weight gives 0."""
    total = np.zeros(codes.shape[1])
    for said, row in zip(SIGNS, codes, strict=True):
        total += np.array([weights.get(sign, 0.0) for sign in said])[row]
    return total


def spread(one: Evidence, weights: dict[str, float]) -> float:
    """By how much evidence can part two persons at most."""
    if one == NOTHING:
        return 0.0
    parts = [[weights.get(sign, 0.0) for sign in said] for said in SIGNS]
    return sum(max(some) - min(some) for some in parts)


def _years(one: Evidence, first: np.ndarray, last: np.ndarray) -> np.ndarray:
    gap = np.maximum(0, np.maximum(first - one.born_last, one.born_first - last))
    is_exact = (first == last) & (one.born_first == one.born_last)
    codes = np.select(
        [gap == 0, gap == 1, gap <= FEW_YEARS],
        [np.where(is_exact, 1, 2), 3, 4],
        5,
    )
    codes[(first == 0) | (one.born_first == 0)] = 0
    return codes.astype(np.int8)


def _sexes(sex: int, others: np.ndarray) -> np.ndarray:
    codes = np.where(others == sex, 1, 2)
    codes[(others == 0) | (sex == 0)] = 0
    return codes.astype(np.int8)


def _regions(region: int, others: np.ndarray) -> np.ndarray:
    is_whole = (others % 100 > 0) & (region % 100 > 0)
    is_near = others // 100 == region // 100
    codes = np.select([is_whole & (others == region), is_near], [1, 2], 3)
    codes[(others == 0) | (region == 0)] = 0
    return codes.astype(np.int8)
