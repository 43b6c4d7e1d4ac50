"""A case opened to one person by name: in a restricted case, or in danger."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from agencies.sections import Section
from cases.choices import SightKind, SightReason
from cases.models.case import Case
from cases.models.row import Child, keep_versions


@keep_versions()
class CaseKey(Child):
    """What a personal key opens. It holds until the key ends or this is withdrawn.

    A restricted case opens to named readers only; break-glass never opens one.
    """

    case = models.ForeignKey(Case, models.PROTECT, related_name="keys")
    key = models.OneToOneField(
        "agencies.PersonalKey", models.PROTECT, related_name="opens", editable=False
    )
    kind = models.CharField(_("jenis"), max_length=12, choices=SightKind)
    sections = models.PositiveSmallIntegerField(_("bagian perkara yang dibuka"))
    reason = models.CharField(_("alasan"), max_length=20, choices=SightReason)

    class Meta(Child.Meta):
        verbose_name = _("kunci perkara")
        verbose_name_plural = _("kunci perkara")

    @property
    def opens(self) -> Section:
        return Section(self.sections)
