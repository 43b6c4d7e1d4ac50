"""Fields that several models share."""

from uuid import UUID

from django.db import models
from uuid_utils import compat


def uuid7() -> UUID:
    """A time-ordered UUID (RFC 9562, version 7), made here and not in the database."""
    return compat.uuid7()


class PublicIdField(models.UUIDField):
    """The id that addresses carry. Inside, rows are joined by their bigint key."""

    def __init__(self, **options):
        options.setdefault("default", uuid7)
        options.setdefault("unique", True)
        options.setdefault("editable", False)
        super().__init__(**options)
