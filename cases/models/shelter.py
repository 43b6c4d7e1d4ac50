"""Where a victim is housed: a section of its own, sealed."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from agencies.sealing import keystore
from agencies.sections import Section
from cases.models.case import Case
from cases.models.row import Child, ChildQuerySet, keep_versions
from cases.models.sealed import Sealed
from cases.models.victim import Victim
from cases.models.worker import opening


class ShelterQuerySet(ChildQuerySet):
    def visible_to(self, user):
        return self.filter(opening(user, Section.SHELTER, "case"))


@keep_versions("sealed")
class Shelter(Sealed, Child):
    case = models.ForeignKey(Case, models.PROTECT, related_name="shelters")
    victim = models.ForeignKey(
        Victim, models.PROTECT, related_name="shelters", verbose_name=_("korban")
    )

    KEY = keystore.SHELTER
    section = written_in = Section.SHELTER

    objects = ShelterQuerySet.as_manager()

    class Meta(Child.Meta):
        constraints = [
            *Child.Meta.constraints,
            models.UniqueConstraint(
                fields=["victim"],
                condition=Q(withdrawn_at=None),
                name="one_shelter_of_a_victim",
                violation_error_message=_("Rumah aman korban ini sudah dicatat."),
            ),
        ]
        verbose_name = _("rumah aman")
        verbose_name_plural = _("rumah aman")
