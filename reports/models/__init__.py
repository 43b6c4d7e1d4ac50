"""One file per noun; import them from here."""

from reports.models.edition import Edition
from reports.models.external import ExternalFigure, ExternalStatement

__all__ = ["Edition", "ExternalFigure", "ExternalStatement"]
