"""What finds a person again: keyed digests, readable by nobody."""

from collections import defaultdict
from collections.abc import Collection

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


class IdentifierQuerySet(models.QuerySet):
    def shared_by(
        self, people: Collection[int], kinds: Collection[str]
    ) -> dict[tuple[int, int], set[str]]:
        """Pairs, the lower key first, of one of these people and somebody else who have
        the same identifier: the kinds of those."""
        own: defaultdict[bytes, set[int]] = defaultdict(set)
        theirs = self.filter(person__in=people, kind__in=kinds)
        for person, digest in theirs.values_list("person", "digest"):
            own[bytes(digest)].add(person)
        found: defaultdict[tuple[int, int], set[str]] = defaultdict(set)
        same = self.filter(digest__in=list(own), kind__in=kinds)
        for other, kind, digest in same.values_list("person", "kind", "digest"):
            for one in own[bytes(digest)] - {other}:
                found[min(one, other), max(one, other)].add(kind)
        return dict(found)


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

    objects = IdentifierQuerySet.as_manager()

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
