"""Persons, apart from what they are in a case, and what they are in it."""

import secrets
from collections.abc import Iterable, Mapping

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from agencies.sealing import keyring, keystore
from agencies.sections import Section
from cases.choices import Recording
from cases.models.case import Case
from cases.models.elsewhere import HiddenFrom
from cases.models.identifier import Identifier, digest_of
from cases.models.row import Child, ChildQuerySet, Row, RowQuerySet, keep_versions
from cases.models.sealed import Sealed
from cases.models.suspect import Suspect
from cases.models.victim import Victim
from cases.models.worker import opening
from cases.particulars import NOTHING, Particulars, mask, masked
from cases.person_choices import Part, PersonKind

# In which section of a case somebody stands. A witness is protected as a victim is (UU
# 21/2007 arts. 24 and 44), and who is beside a victim leads to her.
STANDS_IN: Mapping[str, Section] = {
    Part.VICTIM: Section.VICTIM_IDENTITY,
    Part.SUSPECT: Section.SUSPECT,
    Part.WITNESS: Section.VICTIM_IDENTITY,
    Part.COMPANION: Section.VICTIM_IDENTITY,
    Part.GUARDIAN: Section.VICTIM_IDENTITY,
}
# Which parts name a row of the case, and as what.
NAMED_BY: Mapping[str, tuple[str, ...]] = {
    "victim": (Part.VICTIM,),
    "suspect": (Part.SUSPECT,),
    "of": (Part.COMPANION, Part.GUARDIAN),
}
# Without letters and digits that are taken for others.
CODE_LETTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
CODE_LENGTH = 8
WHOSE = 32  # hexadecimal digits that tell one person in a part from another


def parts_in(section: Section) -> list[str]:
    return [part for part, where in STANDS_IN.items() if where == section]


def new_client_code() -> str:
    """Random: it says neither who she is nor how many there are."""
    return "K-" + "".join(secrets.choice(CODE_LETTERS) for _ in range(CODE_LENGTH))


class PersonQuerySet(RowQuerySet):
    def visible_to(self, user):
        """Persons with a part in a case that opens to her, in a section that does;
        nobody who stands in a restricted case that does not."""
        here = Involvement.objects.visible_to(user).standing()
        known = self.filter(models.Exists(here.filter(person_id=models.OuterRef("pk"))))
        return known.filter(~HiddenFrom("pk", user.hat))

    def identified_by(self, kind: str, value: str):
        """Those with this identifier, however it is written; a name finds nobody."""
        digest = digest_of(kind, value)
        if digest is None:
            return self.none()
        same = Identifier.objects.filter(kind=kind, digest=digest)
        return self.filter(pk__in=same.values("person_id"))


@keep_versions("sealed")
class Person(Sealed, Row):
    """Somebody, in however many cases. Who that is stands sealed and nowhere else;
    `recorded` says how much of it there is, by field.

    Whoever declines to be recorded has a client code and nothing else.
    """

    kind = models.CharField(
        _("jenis"), max_length=12, choices=PersonKind, default=PersonKind.NATURAL
    )
    client_code = models.CharField(
        _("kode klien"), max_length=12, null=True, unique=True, editable=False
    )
    recorded = models.JSONField(default=dict, editable=False)
    shredded_at = models.DateTimeField(_("dimusnahkan"), null=True, editable=False)
    # The version that is told to who knows her as a suspect alone. It stays where
    # nothing changes that opens to them: a step without an event would say that she is
    # known as a victim elsewhere.
    version_as_suspect = models.PositiveIntegerField(
        default=1, db_default=1, editable=False
    )

    KEY = keystore.PERSON
    section = written_in = Section.VICTIM_IDENTITY
    # Does the change in hand open to nobody who knows her as a suspect alone?
    is_kept_back = False

    objects = PersonQuerySet.as_manager()

    class Meta(Row.Meta):
        constraints = [
            *Row.Meta.constraints,
            models.CheckConstraint(
                condition=Q(client_code=None, shredded_at=None) | Q(sealed=None),
                name="person_declined_or_shredded_is_not_recorded",
            ),
        ]
        verbose_name = pgettext_lazy("one", "orang")
        verbose_name_plural = _("orang")

    @property
    def recording(self) -> Recording:
        if self.client_code:
            return Recording.CLIENT_CODE
        return Recording.UNKNOWN if self.sealed is None else Recording.IDENTIFIED

    @property
    def is_shredded(self) -> bool:
        return self.shredded_at is not None

    def next_version(self) -> list[str]:
        moved = super().next_version()
        if self.is_kept_back:
            return moved
        self.version_as_suspect += 1
        return [*moved, "version_as_suspect"]

    def version_through(self, sections: Iterable[Section]) -> int:
        """The version as it is told to who knows her through these sections."""
        is_open = any(section != Section.SUSPECT for section in sections)
        return self.version if is_open else self.version_as_suspect

    def particulars(self) -> Particulars:
        """Who it is. No right is asked here, no event left. KeyGone if shredded."""
        return Particulars.from_json(self.unseal())

    def keep(self, particulars: Particulars) -> None:
        """Seal these, unsaved; to renew the identifiers is the caller's."""
        if particulars == NOTHING:
            self.forget()
            return
        self.seal(particulars.to_json())
        self.recorded = mask(particulars)

    def forget(self) -> None:
        """Nothing is recorded from here on, unsaved. The key stays with its owner."""
        self.sealed, self.recorded = None, {}

    def index(self, digests: Iterable[tuple[str, bytes]]) -> None:
        """Let her be found by these, and by those of who was merged into her."""
        wanted, own = set(digests), self.identifiers.filter(merge=None)
        there = {(row.kind, bytes(row.digest)): row for row in own}
        gone = [row.pk for found, row in there.items() if found not in wanted]
        self.identifiers.filter(pk__in=gone).delete()
        Identifier.objects.bulk_create(
            Identifier(person=self, kind=kind, digest=digest)
            for kind, digest in sorted(wanted - there.keys())
        )

    def unfind(self) -> None:
        """Let nothing find her."""
        self.identifiers.all().delete()


class InvolvementQuerySet(ChildQuerySet):
    def visible_to(self, user):
        shown = Q(pk__in=[])
        for section in set(STANDS_IN.values()):
            shown |= Q(part__in=parts_in(section)) & opening(user, section, "case")
        return self.filter(shown).as_told_to(user.hat)

    def as_told_to(self, hat):
        """Each with `is_hidden`: the mask of who is hidden shows nothing."""
        return self.annotate(is_hidden=HiddenFrom("person_id", hat))

    def known_to(self, user):
        """Standing parts that open to her, of persons who are not hidden."""
        return self.visible_to(user).standing().filter(is_hidden=False)


@keep_versions()
class Involvement(Child):
    """A person's part in one case; `of` is whom a guardian or companion stands beside.

    `victim` and `suspect` are the row that says of her what the register counts.
    """

    case = models.ForeignKey(Case, models.PROTECT, related_name="involvements")
    person = models.ForeignKey(
        Person,
        models.PROTECT,
        related_name="involvements",
        verbose_name=pgettext_lazy("one", "orang"),
    )
    part = models.CharField(_("sebagai"), max_length=12, choices=Part)
    victim = models.ForeignKey(
        Victim,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="involvements",
        db_index=False,
        verbose_name=_("korban"),
    )
    suspect = models.ForeignKey(
        Suspect,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="involvements",
        db_index=False,
        verbose_name=_("tersangka"),
    )
    of = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="beside",
        db_index=False,
        verbose_name=_("mendampingi"),
    )

    # Is she hidden from whoever looks (`InvolvementQuerySet.as_told_to`)?
    is_hidden = False

    objects = InvolvementQuerySet.as_manager()

    class Meta(Child.Meta):
        constraints = [
            *Child.Meta.constraints,
            models.CheckConstraint(
                condition=Q(victim=None) | Q(part=Part.VICTIM),
                name="involvement_of_a_victim",
            ),
            models.CheckConstraint(
                condition=Q(suspect=None) | Q(part=Part.SUSPECT),
                name="involvement_of_a_suspect",
            ),
            models.CheckConstraint(
                condition=Q(of=None) | Q(part__in=[Part.COMPANION, Part.GUARDIAN]),
                name="involvement_beside_somebody",
            ),
            models.CheckConstraint(
                condition=Q(of=None) | ~Q(of=F("id")),
                name="involvement_beside_another",
            ),
            models.UniqueConstraint(
                fields=["case", "person", "part", "of"],
                condition=Q(withdrawn_at=None),
                nulls_distinct=False,
                name="involvement_once",
                violation_error_message=_("Orang ini sudah dicatat pada perkara ini."),
            ),
            models.UniqueConstraint(
                fields=["victim"],
                condition=Q(withdrawn_at=None),
                name="one_person_of_a_victim",
                violation_error_message=_("Korban ini sudah punya identitas."),
            ),
            models.UniqueConstraint(
                fields=["suspect"],
                condition=Q(withdrawn_at=None),
                name="one_person_of_a_suspect",
                violation_error_message=_("Terlapor ini sudah punya identitas."),
            ),
        ]
        verbose_name = _("orang dalam perkara")
        verbose_name_plural = _("orang dalam perkara")

    @property
    def section(self) -> Section:
        return STANDS_IN[self.part]

    written_in = section

    @property
    def is_told(self) -> bool:
        """Is anything told of the person here? Not of a part that was taken back, which
        must not go on showing what becomes of her, nor of who is hidden."""
        return not (self.is_withdrawn or self.is_hidden)

    @property
    def recorded_told(self) -> dict[str, int]:
        """The mask: how much is recorded of what this part opens."""
        return masked(self.person.recorded, [self.section]) if self.is_told else {}

    @property
    def client_code_told(self) -> str | None:
        """The code of who declined."""
        return self.person.client_code if self.is_told else None

    @property
    def recording_told(self) -> Recording:
        return self.person.recording if self.is_told else Recording.UNKNOWN

    @property
    def is_shredded_told(self) -> bool:
        return self.is_told and self.person.is_shredded

    @property
    def whose(self) -> str:
        """Whose part it is, for a form that was drawn of somebody else before a merge.
        Of this part alone: her own id would tell two offices that they know the same
        woman, and when she was first recorded."""
        both = f"{self.person.public_id}|{self.public_id}"
        return keyring.digest("whose part", both).hex()[:WHOSE]

    @property
    def version_told(self) -> int:
        """Of the person, whom acts on the part change; else of the part."""
        told = self.person.version_through([self.section])
        return told if self.is_told else self.version

    def clean(self):
        """What it names must stand in the same case, and fit the part."""
        for name, parts in NAMED_BY.items():
            row = getattr(self, name)
            if row and (row.case_id != self.case_id or self.part not in parts):
                raise ValidationError({name: _("Pilih dari perkara ini.")})
            if row and row.is_withdrawn:
                raise ValidationError({name: _("Catatan ini sudah ditarik.")})
        if self.of and self.of.person_id == self.person_id:
            raise ValidationError({"of": _("Pilih orang lain, bukan ia sendiri.")})
        if self.part != Part.SUSPECT and self.person.kind != PersonKind.NATURAL:
            raise ValidationError(
                {"part": _("Korporasi hanya dapat menjadi terlapor.")}
            )
