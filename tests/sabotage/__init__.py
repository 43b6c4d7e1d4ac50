"""Faults sown on purpose, one patch each: a named test must notice it.

A patch begins with lines `Row: S20` and `Test: tests/test_x.py::test_y` (several
tests may follow, one line each), then the difference as `git diff` gives it.
"""
