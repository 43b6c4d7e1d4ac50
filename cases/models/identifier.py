"""What finds a person again: keyed digests, readable by nobody."""

from django.db import models

from agencies.sealing import keyring
from cases.names.spelling import sounds_of
from cases.normal_forms import name_key, normal_form
from cases.particulars import Particulars
from cases.person_choices import IdentifierKind


def digest_of(kind: str, value: str) -> bytes | None:
    """What the index keeps of an identifier; None where there is nothing to compare."""
    form = normal_form(kind, value)
    return keyring.digest(f"identifier {kind}", form) if form else None


def digests_of(particulars: Particulars) -> set[tuple[str, bytes]]:
    """(kind, digest) of all that finds this person."""
    found = {
        (kind, digest)
        for kind, value in particulars.identifiers()
        if (digest := digest_of(kind, value))
    }
    if key := _name_key(particulars):
        digest = keyring.digest(f"identifier {IdentifierKind.NAME}", key)
        found.add((IdentifierKind.NAME.value, digest))
    return found


def _name_key(particulars: Particulars) -> str:
    region = particulars.residence.region or particulars.origin
    born = particulars.birth.year if particulars.birth else None
    return name_key(sounds_of(particulars.name), born=born, region=region)


class Identifier(models.Model):
    """An index over what is sealed: its rows come and go with what that says.

    Rows of a `merge` say what another record of the same person says; they go with it.
    """

    person = models.ForeignKey(
        "cases.Person", models.CASCADE, related_name="identifiers", db_index=False
    )
    kind = models.CharField(max_length=12, choices=IdentifierKind)
    digest = models.BinaryField(max_length=32)
    merge = models.ForeignKey(
        "cases.PersonMerge",
        models.CASCADE,
        null=True,
        related_name="identifiers",
        db_index=False,
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "kind", "digest", "merge"],
                name="identifier_once",
                nulls_distinct=False,
            )
        ]
        indexes = [models.Index(fields=["digest"], name="persons_by_identifier")]

    def __str__(self):
        return f"Identifier {self.pk}"
