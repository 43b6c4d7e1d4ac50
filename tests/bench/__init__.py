"""Measurements (`make bench`): ratios in one run, medians of interleaved rounds.

They have a PostgreSQL of their own under `.local/bench`, durable as in production,
with one generated register for each size. `tests/rows/p*.py` print the figures.
"""
