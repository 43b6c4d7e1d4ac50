"""Rows of the register as the API gives them. One query, whatever hangs on a case.

PostgreSQL writes the JSON. Regions and agencies appear by their codes, codes of lists
as they are stored, and nothing that was not chosen here.
"""

from typing import Any
from uuid import UUID

import orjson
from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import F, Func, OuterRef, TextField, Value
from django.db.models.functions import JSONObject, NullIf

from agencies.access import OutOfScope
from agencies.api.wire import answer
from agencies.models import User
from agencies.sections import Section
from cases import looks, sight, stages
from cases.api.statements import OneRow
from cases.choices import Stage
from cases.models import Case, Place, StageEntry, Victim
from cases.models.row import Row
from cases.nouns import CASE as CASE_NOUN
from cases.nouns import NOUNS


def _or_null(name: str) -> NullIf:
    return NullIf(F(name), Value(""))


def _moment(name: str) -> Func:
    """To the microsecond, trailing noughts included, as Python writes it in lists."""
    return Func(
        F(name),
        template="to_char(%(expressions)s AT TIME ZONE 'UTC',"
        """ 'YYYY-MM-DD"T"HH24:MI:SS.US"+00:00"')""",
        output_field=TextField(),
    )


KEPT = {
    "created_at": _moment("created_at"),
    "withdrawn_at": _moment("withdrawn_at"),
    "withdraw_reason": _or_null("withdraw_reason"),
}
SITED = {"region": F("region__code"), "country": _or_null("country")}
OWN: dict[type[Row], tuple[str, ...]] = {
    noun.model: tuple(name for name in noun.fields if name not in SITED)
    for noun in (CASE_NOUN, *NOUNS)
} | {StageEntry: ("stage", "on")}
OWN[Case] += ("counted_on", "stage", "is_restricted")
CHILDREN: dict[str, type[Row]] = {noun.related: noun.model for noun in NOUNS} | {
    "stages": StageEntry
}


def shape(model: type[Row], **more: Any) -> dict[str, Any]:
    """The members of a row, in their order, as expressions."""
    first = {"id": F("public_id"), "version": F("version")}
    sited = SITED if model in (Case, Place) else {}
    own = {name: F(name) for name in OWN[model]}
    return {**first, **more, **own, **sited, **KEPT}


def _children(model: type[Row]) -> ArraySubquery:
    order = ("on", "pk") if model is StageEntry else ("pk",)
    hung = model.objects.filter(case=OuterRef("pk")).order_by(*order)
    return ArraySubquery(hung.values_list(JSONObject(**shape(model))))


CASE = shape(Case, register_no=F("register_no"), lead_agency=F("lead_agency__code")) | {
    name: _children(model) for name, model in CHILDREN.items()
}
# Members that are told as null where her identity is shut.
SHUT = dict.fromkeys(Victim.MASKED)
ORDER = {model: tuple(shape(model)) for model in OWN}


ROWS = {
    model: OneRow(model.objects.visible_to, shape(model, case=F("case__public_id")))
    for model in CHILDREN.values()
} | {Case: OneRow(Case.objects.open_to, CASE)}


def case_row(user: User, public_id: UUID) -> dict[str, Any]:
    """The case with everything on it; OutOfScope if she may not open it."""
    seen, text = sight.with_row(user, public_id, ROWS[Case].compiled(user.hat))
    if text is None:
        raise OutOfScope
    looks.opened(seen, user)
    found = orjson.loads(text)
    row = {name: found[name] for name in CASE}
    for name, model in CHILDREN.items():
        row[name] = [_in_order(model, child) for child in row[name]]
    row["progress"] = stages.PROGRESS_OF[Stage(row["stage"])].value
    for name, model in CHILDREN.items():
        if not seen.sees(model.section):
            row[name] = None
    if not seen.sees(Section.VICTIM_IDENTITY):
        row["victims"] = [child | SHUT for child in row["victims"]]
    sections = [str(section.name).lower() for section in seen.opened]
    return {"sight": "case", "sections": sections, **row}


def child_row(model: type[Row], user: User, public_id: UUID) -> dict[str, Any]:
    """A victim, suspect, police report or place, with the id of its case."""
    text = ROWS[model].read(user, public_id)
    if text is None:
        raise OutOfScope
    found = orjson.loads(text)
    row = {name: found[name] for name in shape(model, case=F("case__public_id"))}
    seen = sight.of_id(user, UUID(row["case"]))
    looks.opened(seen, user)  # before anything is told
    is_shut = model is Victim and not seen.sees(Section.VICTIM_IDENTITY)
    return row | SHUT if is_shut else row


def told(model: type[Row], request, public_id: UUID, *, status: int = 200):
    """The row as it stands after an act, with its version; 201 says where it is."""
    user = request.user
    if model is Case:
        row = case_row(user, public_id)
    else:
        row = child_row(model, user, public_id)
    response = answer(row, status=status, version=row["version"])
    if status == 201:
        response.headers["Location"] = f"{request.path}{public_id}/"
    return response


def _in_order(model: type[Row], row: dict[str, Any]) -> dict[str, Any]:
    """Binary JSON forgets the order of its members."""
    return {name: row[name] for name in ORDER[model]}
