"""Through whose eyes the database looks: the Python half of the second wall.

Row-level security (`cases.wall`) shows the serving role the rows that stand under the
scope keys of whoever looks, and no row to nobody. The keys are kept here, for the
request, task or command in hand; the database engine sends them with each statement
(`tppo_tracker.postgresql`). Eyes are shut unless they were opened, in a new thread too,
and whatever opens them shuts them again at its end.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

SETTING = "app.scope_keys"
# Those of the keys that open what hangs on a case: a region's opens its summary alone.
OPENING = "app.opening_keys"
# No agency and no region has this key: it stands for all of them.
EVERYTHING = (0,)

_keys: ContextVar[tuple[int, ...] | None] = ContextVar("scope_keys", default=None)


def keys() -> tuple[int, ...]:
    """The scope keys of whoever looks; none while eyes are shut."""
    return _keys.get() or ()


def opening(through: Iterable[int]) -> list[int]:
    """Those of the keys that are no region's."""
    return [key for key in through if key > 0]


@contextmanager
def looking(through: Iterable[int]) -> Iterator[None]:
    """Look through these scope keys, and afterwards as before."""
    before = _keys.set(tuple(through))
    try:
        yield
    finally:
        _keys.reset(before)


def turn(through: Iterable[int]) -> None:
    """Someone else looks from here on, until the `looking` around it ends.

    For who is known only within a request: she signs in, changes her hat, shows a
    token. RuntimeError without a `looking` around it, for nothing would end it.
    """
    if _keys.get() is None:
        raise RuntimeError("Nobody looks here yet: open eyes with looking().")
    _keys.set(tuple(through))


def gain(key: int) -> None:
    """Whoever looks holds one more key from here on, until the `looking` ends.

    For an act that gives her a key and then needs it. Nothing changes where nobody
    looks (the owner needs no eyes), nor for who looks at everything.
    """
    if keys() and keys() != EVERYTHING:
        turn((*keys(), key))


@contextmanager
def looking_at_everything() -> Iterator[None]:
    """For the system's own work on the whole register, never for somebody's request.

    `tests/cases/test_wall.py` lists every place that uses it.
    """
    with looking(EVERYTHING):
        yield
