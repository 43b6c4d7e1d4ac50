"""Every field is classified, and the code lets out what its class allows (S2).

Whoever adds a field says in docs/security/fields.yaml what it is; a door of the code
that opens to a field which the file keeps shut fails here.
"""

import re
from collections.abc import Iterator

import pytest
from django.db import connection
from rest_framework.serializers import ModelSerializer, Serializer

from cases import nouns
from cases.actions.rows import values_of
from cases.lists.walk import RegisterList
from cases.models.facts import Fact
from cases.models.row import Row
from cases.views.lists import KINDS
from reports.cuts import CUTS
from tests.security import classified
from tests.security.classified import APPS, DOORS, SECTIONS, Marks
from tppo_tracker import logs, urls

assert urls  # All serializers and lists are imported by the addresses.
TABLES = """
SELECT relname FROM pg_class
WHERE relkind IN ('r', 'v', 'm', 'p') AND relnamespace = 'public'::regnamespace
"""
# The letters that lists give the tables beside their own rows.
ALIASES = {
    "c": "cases.Case",
    "a": "agencies.Agency",
    "r": "agencies.Region",
    "g": "agencies.Region",
    "l": "cases.PoliceReport",
    "v": "cases.Victim",
    "s": "cases.CaseScope",
    "n": "cases.Case",
}
COLUMN = re.compile(r"\b([a-z])\.([a-z_]+)")


def subclasses(of: type) -> Iterator[type]:
    """All classes below one that our own apps define."""
    for below in of.__subclasses__():
        if below.__module__.split(".")[0] in APPS:
            yield below
        yield from subclasses(below)


def shut(door: str, label: str, name: str) -> bool:
    """Does the file keep the door shut for this field?"""
    column = name.removesuffix("_id") if name.endswith("_id") else name
    here = classified.marks()[label]
    found = here.get(name) or here.get(column)
    return found is None or door not in found.doors


# The file and the models


def test_every_field_is_classified_and_every_classified_field_exists():
    marks = classified.marks()
    there = {
        f"{label}.{name}"
        for label, named in classified.fields().items()
        for name in named
    }
    said = {f"{label}.{name}" for label, named in marks.items() for name in named}
    assert sorted(there - said) == [], "Not in docs/security/fields.yaml."
    assert sorted(said - there) == [], "In docs/security/fields.yaml, and gone."


def test_every_mark_is_one_that_the_page_explains():
    kinds = set(classified.document()["classes"])
    for label, named in classified.marks().items():
        for name, marks in named.items():
            place = f"{label}.{name}"
            assert marks.section in SECTIONS, place
            assert marks.kind in kinds, place
            assert marks.doors <= DOORS, place


def test_sections_are_those_that_the_code_opens_and_shuts():
    for noun in (nouns.CASE, *nouns.NOUNS):
        model = noun.model
        masked = getattr(model, "MASKED", ())
        for name in noun.fields:
            section = (
                "victim_identity" if name in masked else model.section.name.lower()
            )
            marks = classified.marks()[model._meta.label][name]
            assert marks.section == section, f"{model._meta.label}.{name}"


def test_no_field_claims_a_door_that_its_class_shuts():
    over = [
        f"{label}.{name}: {sorted(marks.doors - classified.allows(marks.kind))}"
        for label, named in classified.marks().items()
        for name, marks in named.items()
        if marks.doors - classified.allows(marks.kind)
    ]
    assert over == []


def test_what_is_most_secret_has_no_version():
    kept = [
        f"{label}.{name}"
        for label, model in classified.models().items()
        if classified.tracked(model) is not None
        for name, marks in classified.marks()[label].items()
        if marks.kind == "sangat-rahasia"
    ]
    assert kept == []


def test_the_page_explains_every_section_class_and_door():
    page = (classified.FILE.parent / "classification.md").read_text()
    for word in (*SECTIONS, *DOORS, *classified.document()["classes"]):
        assert f"`{word}`" in page, word


@pytest.mark.django_db
def test_every_table_is_a_model_s_or_named():
    known = {model._meta.db_table for model in classified.models().values()}
    with connection.cursor() as cursor:
        cursor.execute(TABLES)
        tables = {name for (name,) in cursor.fetchall()} - known
        cursor.execute(
            "SELECT t FROM unnest(%s) t WHERE NOT t LIKE ANY (%s)",
            [sorted(tables), list(classified.document()["tables"])],
        )
        assert cursor.fetchall() == []


# The file and the doors


def serializer_fields() -> Iterator[tuple[type[Serializer], str, str]]:
    """(serializer, model, field) for every field of a model that is given or taken."""
    for serializer in set(subclasses(Serializer)):
        if issubclass(serializer, ModelSerializer) and hasattr(serializer, "Meta"):
            label = serializer.Meta.model._meta.label
            known = classified.fields()[label]
            for name in serializer.Meta.fields:
                source = {"id": "public_id"}.get(name, name)
                if source in known:
                    yield serializer, label, source


def test_serializers_carry_what_may_leave_by_the_api():
    found = list(serializer_fields())
    assert len(found) > 50, "The walk has found no serializers."
    over = [
        (serializer.__name__, label, name)
        for serializer, label, name in found
        if shut("api", label, name) and not is_taken_only(serializer, name)
    ]
    assert over == []


def is_taken_only(serializer: type[Serializer], name: str) -> bool:
    """Is the member taken from a program and never given back?"""
    declared = serializer._declared_fields.get(name)
    return declared is not None and declared.write_only


def test_members_of_answers_are_fields_or_said():
    """A member that no model has, on a serializer of a row, is named in the file."""
    said = set(classified.document()["said"])
    for serializer in set(subclasses(ModelSerializer)):
        if not hasattr(serializer, "Meta") or serializer.__name__ in (
            "Row",
            "RowInput",
        ):
            continue
        named = set(classified.fields()[serializer.Meta.model._meta.label])
        rows = {noun.related for noun in nouns.NOUNS} | {"stages", "id"}
        over = set(serializer.Meta.fields) - named - said - rows
        assert over == set(), serializer.__name__


def columns() -> Iterator[tuple[type[RegisterList], str, str]]:
    """(list, model, column) for all that the statements of lists read."""
    for register_list in set(subclasses(RegisterList)):
        if not getattr(register_list, "columns", None):
            continue
        own = getattr(register_list, "model", None)
        aliases = ALIASES | ({"o": own._meta.label} if own else {})
        order = " ".join(register_list.order)
        for expression in (*register_list.columns.values(), order):
            for alias, column in COLUMN.findall(expression):
                if alias in aliases:
                    yield register_list, aliases[alias], column


def test_lists_read_what_may_leave_by_a_list():
    found = set(columns())
    assert len(found) > 30, "The walk has found no columns."
    over = [
        (register_list.__name__, label, column)
        for register_list, label, column in found
        if column not in JOINED
        and all(shut(door, label, column) for door in doors_of(register_list))
    ]
    assert over == []


# Rows are joined by their keys, which no list shows.
JOINED = {"id", "case_id"}


def doors_of(register_list: type[RegisterList]) -> set[str]:
    """Lists for programs tell more of a row than those of the pages."""
    is_for_programs = ".api" in register_list.__module__
    return {"list", "api"} if is_for_programs else {"list"}


def test_filters_ask_about_what_may_leave_by_a_list():
    rows = [model for model in subclasses(Row) if not model._meta.abstract]
    marks: dict[str, Marks] = {}
    for model in rows:
        marks |= classified.marks()[model._meta.label]
    said = classified.document()["said"]
    marks |= {name: classified.read(line) for name, line in said.items()}
    for kind in KINDS.values():
        for name in kind.filters.base_filters:
            for field in classified.document()["filters"].get(name, name).split():
                assert field in marks, f"{name} of {kind.name} asks about nothing known"
                assert "list" in marks[field].doors, f"{name} asks about {field}"


def test_figures_are_cut_by_what_may_be_counted():
    facts = [m for m in classified.models().values() if issubclass(m, Fact)]
    assert facts
    over = [
        (cut.code, model._meta.label)
        for cut in CUTS.values()
        for model in facts
        if cut.column in {field.name for field in model._meta.fields}
        and shut("count", model._meta.label, cut.column)
    ]
    assert over == []


def test_forms_show_what_may_stand_on_a_page():
    for noun in (nouns.CASE, *nouns.NOUNS):
        label = noun.model._meta.label
        over = [name for name in noun.fields if shut("page", label, name)]
        assert over == [], noun.name


def test_events_hold_what_may_be_audited_with_its_value():
    """`values_of` is what every act tells of a row, before and after."""
    for model in subclasses(Row):
        if model._meta.abstract:
            continue
        label = model._meta.label
        over = [name for name in values_of(model()) if shut("audit", label, name)]
        assert over == [], label


def test_what_is_told_by_its_name_alone_has_no_value_in_an_event():
    for model in subclasses(Row):
        if model._meta.abstract:
            continue
        by_name = {
            name
            for name, marks in classified.marks()[model._meta.label].items()
            if "name" in marks.doors
        }
        assert not by_name & values_of(model()).keys()


def test_a_log_line_says_what_the_file_says():
    assert set(logs.FIELDS) == set(classified.document()["logs"])
