"""What every row of the register has: a public id, a version, a way to withdraw it."""

import datetime
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, ClassVar

import pghistory
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from agencies import access, clock
from agencies.lookup import codes
from agencies.models.fields import PublicIdField
from agencies.sections import Section
from cases import limits
from cases.choices import WithdrawReason
from cases.models.scope import CaseScope


def keep_versions(*hidden: str):
    """Class decorator: every insert and change leaves a version row.

    The public id and `hidden` columns (sealed text, the keys of the wall) stay out.
    """
    return pghistory.track(
        pghistory.InsertEvent(),
        pghistory.UpdateEvent(),
        exclude=["public_id", *hidden],
        obj_field=pghistory.ObjForeignKey(related_name="versions", db_index=True),
        context_field=None,
        append_only=True,
    )


class CodesField(ArrayField):
    """Several codes of one code list, e.g. `CodesField("digital_platform")`."""

    def __init__(self, code_list: str = "", **options):
        self.code_list = code_list
        options.setdefault("base_field", models.CharField(max_length=40))
        options.setdefault("default", list)
        options.setdefault("blank", True)
        super().__init__(**options)

    def deconstruct(self):
        name, path, args, kwargs = super().deconstruct()
        return name, path, args, {**kwargs, "code_list": self.code_list}

    def validate(self, value, model_instance):
        super().validate(value, model_instance)
        held = model_instance.held.get(self.name, ())
        codes.check(self.code_list, *value, held=held)


def day_error(on: datetime.date | None, too_late: str) -> str:
    """What is wrong with a date that something happened on, "" if nothing is."""
    if on is None:
        return ""
    if on.year < limits.EARLIEST_YEAR:
        return gettext("Tahun %(year)s terlalu lama. Periksa lagi.") % {"year": on.year}
    return too_late if on > clock.latest_today() else ""


class RowQuerySet(models.QuerySet):
    def standing(self):
        """Rows that count: not withdrawn."""
        return self.filter(withdrawn_at=None)


class ChildQuerySet(RowQuerySet):
    """Rows that hang on a case: their scope is the case's, by agency keys only, where
    the section that they stand in opens."""

    def visible_to(self, user):
        hat = user.hat
        way = access.opening(hat, self.model.section)
        scope = CaseScope.objects.under(hat.agency_keys)
        return self.filter(
            scope.opening(self.model.section, way.freely).exists_for("case_id")
        )


class Row(models.Model):
    # Columns that the machinery fills: no event and no conflict tells of them.
    UNTOLD: ClassVar[frozenset[str]] = frozenset(
        {
            "id",
            "public_id",
            "version",
            "version_as_suspect",
            "created_by",
            "created_at",
            "case",
            "counted_on",
            "scope_keys",
            "narrative",
            "told",
            "sealed",
            "recorded",
        }
    )
    # The section in which it stands, and the one whose right it takes to write it.
    section: ClassVar[Section] = Section.SUMMARY
    written_in: ClassVar[Section] = Section.SUMMARY
    # What the row held before the change in hand: codes retired since may stay.
    held: Mapping[str, Any] = MappingProxyType({})

    public_id = PublicIdField()
    version = models.PositiveIntegerField(default=1, editable=False)
    created_by = models.ForeignKey(
        "agencies.User",
        models.PROTECT,
        related_name="+",
        editable=False,
        db_index=False,
    )
    created_at = models.DateTimeField(default=clock.now, editable=False)
    withdrawn_at = models.DateTimeField(null=True, editable=False)
    withdraw_reason = models.CharField(
        _("alasan penarikan"),
        max_length=12,
        choices=WithdrawReason,
        blank=True,
        editable=False,
    )

    objects = RowQuerySet.as_manager()

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=Q(withdrawn_at=None, withdraw_reason="")
                | (Q(withdrawn_at__isnull=False) & ~Q(withdraw_reason="")),
                name="%(class)s_withdrawn_with_reason",
            )
        ]

    def __str__(self):
        return f"{type(self).__name__} {self.pk}"

    def next_version(self) -> list[str]:
        """Count one version on, unsaved; the columns that this changes."""
        self.version += 1
        return ["version"]

    @property
    def is_withdrawn(self) -> bool:
        return self.withdrawn_at is not None


class Child(Row):
    """A row that hangs on a case; each names the relation in its own words."""

    case: models.ForeignKey
    case_id: int

    objects = ChildQuerySet.as_manager()

    class Meta(Row.Meta):
        abstract = True
