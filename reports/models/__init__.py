"""One file per noun; import them from here."""

from reports.models.edition import Edition

__all__ = ["Edition"]
