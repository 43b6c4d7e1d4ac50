"""Lists that leave the register: the same filter and the same rows as on the page."""

from cases.exports.asked import KINDS, TASK, Asked, Kind, ask, read
from cases.exports.making import make, too_many
from cases.exports.standing import fetch, tell_password

__all__ = [
    "KINDS",
    "TASK",
    "Asked",
    "Kind",
    "ask",
    "fetch",
    "make",
    "read",
    "tell_password",
    "too_many",
]
