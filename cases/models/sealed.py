"""Rows that keep words sealed, each under a data key of its own."""

import logging
from collections.abc import Iterable
from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from agencies.sealing import crypto, keystore

logger = logging.getLogger(__name__)


class Sealed(models.Model):
    """`seal` and `unseal` ask no right and leave no event: only actions call them.

    The words are bound to the row by its public id, and no version keeps them.
    """

    # Of which kind the key store makes its keys.
    KEY: ClassVar[str]

    sealed = models.BinaryField(_("isi tersegel"), null=True, editable=False)

    class Meta:
        abstract = True

    @property
    def context(self) -> str:
        """What the sealed words are bound to: they open in this row only."""
        return f"{self._meta.label}.sealed:{self.public_id}"

    def seal(self, text: str) -> None:
        """Keep `text`, unsaved. KeyGone if the key of what is sealed was shredded; a
        row that holds nothing gets a new one: whether it may is the action's to ask."""
        self.sealed = crypto.seal(self._key(), text, self.context)

    def unseal(self) -> str:
        """The words; "" if there are none. KeyGone if they were shredded."""
        if self.sealed is None:
            return ""
        key = keystore.key_of(self.public_id)
        return crypto.open_sealed(key, self.sealed, self.context)

    def _key(self) -> bytes:
        try:
            return keystore.key_of(self.public_id)
        except keystore.KeyGone:
            if self.sealed is not None:
                raise
            return keystore.make(self.public_id, self.KEY)


def words_of(rows: Iterable[Sealed]) -> dict[int, str]:
    """By primary key, the words of many rows of one model, of those that open; how many
    do not is logged. Like `unseal` it asks no right and leaves no event."""
    held = {row.public_id: row for row in rows if row.sealed is not None}
    found, shut = {}, 0
    for ref, key in keystore.keys_of(held).items():
        row = held[ref]
        try:
            found[row.pk] = crypto.open_sealed(key, row.sealed, row.context)
        except crypto.CannotOpen:
            shut += 1
    if shut:
        logger.error("%d sealed texts do not open", shut)
    return found
