"""Words of reports that code branches on."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class EditionState(models.TextChoices):
    PROVISIONAL = "provisional", _("Sementara")
    PUBLISHED = "published", _("Diterbitkan")
    SUPERSEDED = "superseded", _("Digantikan")
