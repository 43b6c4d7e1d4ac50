"""The index of this host, where the settings say that it answers."""

from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext_lazy

from cases.names.client import SECONDS, NameClient

# What every door says when IndexDown is raised.
DOWN = gettext_lazy(
    "Pencarian nama sedang tidak tersedia. Cari dengan nomor register atau nomor LP"
    " pada daftar perkara, atau dengan NIK pada “Cari orang”."
)


def client(seconds: float = SECONDS) -> NameClient:
    """`seconds` is how long a question may take."""
    return NameClient(Path(settings.NAMES_SOCKET), seconds)
