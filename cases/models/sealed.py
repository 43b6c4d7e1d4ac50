"""Rows that keep words sealed, each under a data key of its own."""

from collections.abc import Iterable
from contextlib import suppress
from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from agencies.sealing import crypto, keystore


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
        """Keep `text`, unsaved. KeyGone if the key was shredded."""
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
    """By primary key, the words of many rows of one model, of those that open. Like
    `unseal` it asks no right and leaves no event."""
    held = {row.public_id: row for row in rows if row.sealed is not None}
    found = {}
    for ref, key in keystore.keys_of(held).items():
        row = held[ref]
        with suppress(crypto.CannotOpen):
            found[row.pk] = crypto.open_sealed(key, row.sealed, row.context)
    return found
