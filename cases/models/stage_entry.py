from django.db import models
from django.utils.translation import gettext_lazy as _

from agencies.sections import Section
from cases.choices import Stage
from cases.models.case import Case
from cases.models.row import Child, ChildQuerySet, keep_versions


class StageEntryQuerySet(ChildQuerySet):
    def in_order(self):
        """As they followed each other: by date, then as entered."""
        return self.order_by("on", "pk")


@keep_versions()
class StageEntry(Child):
    """A stage that a case reached on a date. The last standing one is its stage."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="stage_entries")
    stage = models.CharField(_("tahap"), max_length=20, choices=Stage)
    on = models.DateField(_("tanggal"))

    section = written_in = Section.LAW

    objects = StageEntryQuerySet.as_manager()

    class Meta(Child.Meta):
        verbose_name = _("catatan tahap")
        verbose_name_plural = _("catatan tahap")
