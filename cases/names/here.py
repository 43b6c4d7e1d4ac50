"""The index of this host, where the settings say that it answers."""

from pathlib import Path

from django.conf import settings

from cases.names.client import SECONDS, NameClient


def client(seconds: float = SECONDS) -> NameClient:
    """`seconds` is how long a question may take."""
    return NameClient(Path(settings.NAMES_SOCKET), seconds)
