"""Marginals: numbers kept ready, by month, region and one cut, as known at one tick.

`definition` says what is kept, in SQL compiled from the figures; `folding` brings it up
to the newest cut-off from the acts since the last; `reading` answers a question from
it, `months` reads what editions are made of. The database's owner writes them
(`reports/migrations`), whoever serves only reads.
"""

from reports.marginals.definition import define
from reports.marginals.folding import differences, fold, forget
from reports.marginals.months import Months, months
from reports.marginals.reading import grouped

__all__ = ["Months", "define", "differences", "fold", "forget", "grouped", "months"]
