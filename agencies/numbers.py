"""Gapless running numbers of an agency and year."""

# Gives one row with the next number `n`, for an agency and a year. Its series is locked
# until the transaction ends: make it a part of the last statement of all.
NEXT = """
INSERT INTO agencies_numberseries (agency_id, year, n) VALUES (%s, %s, 1)
ON CONFLICT (agency_id, year) DO UPDATE SET n = agencies_numberseries.n + 1
RETURNING n
"""
