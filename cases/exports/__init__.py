"""Lists that leave the register: the same filter and the same rows as on the page."""

from cases.exports.asked import KINDS, TASK, Asked, Kind, ask, read
from cases.exports.making import make, too_many

__all__ = ["KINDS", "TASK", "Asked", "Kind", "ask", "make", "read", "too_many"]
