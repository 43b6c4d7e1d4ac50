"""What docs/security/fields.yaml says, as plain values."""

from dataclasses import dataclass
from functools import cache

import yaml
from django.apps import apps
from django.db.models import Field, Model

from tests.ground import CHECKOUT

FILE = CHECKOUT / "docs/security/fields.yaml"
APPS = ("agencies", "cases", "reports")
SECTIONS = {
    "summary",
    "law",
    "suspect",
    "victim_identity",
    "shelter",
    "care",
    "narrative",
    "reporter",
    "account",
    "audit",
    "reference",
    "machinery",
}
DOORS = {"page", "list", "api", "export", "count", "audit", "name"}


@dataclass(frozen=True)
class Marks:
    """Of one field: its section, its class, and the doors that it may leave by."""

    section: str
    kind: str
    doors: frozenset[str]


@cache
def document() -> dict:
    return yaml.safe_load(FILE.read_text())


def read(line: str) -> Marks:
    section, kind, *doors = line.split()
    return Marks(section, kind, frozenset(doors))


def models() -> dict[str, type[Model]]:
    """Every model of ours by its label, those of versions and of links included."""
    found = apps.get_models(include_auto_created=True)
    return {m._meta.label: m for m in found if m._meta.app_label in APPS}


def tracked(model: type[Model]) -> type[Model] | None:
    """The model that a version table keeps versions of; None for any other."""
    if "pgh_obj" not in {field.name for field in model._meta.fields}:
        return None
    return model._meta.get_field("pgh_obj").related_model


def marks() -> dict[str, dict[str, Marks]]:
    """Marks by model and field, as the file says; versions are as their originals."""
    said = {
        label: {name: read(line) for name, line in fields.items()}
        for label, fields in document()["models"].items()
    }
    own = {name: read(line) for name, line in document()["versions"].items()}
    for label, model in models().items():
        original = tracked(model)
        if original is not None:
            copied = said.get(original._meta.label, {})
            here = {field.name for field in model._meta.concrete_fields}
            said[label] = own | {n: copied[n] for n in here & copied.keys()}
    return said


def fields() -> dict[str, dict[str, Field]]:
    """Concrete fields by model and name, as the code has them."""
    return {
        label: {field.name: field for field in model._meta.concrete_fields}
        for label, model in models().items()
    }


def allows(kind: str) -> frozenset[str]:
    """The doors that a class leaves open at most."""
    return frozenset(document()["classes"][kind].split())
