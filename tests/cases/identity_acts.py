"""What is typed on the pages of whoever takes part in a case, as a browser sends it."""

from cases.models import Case, Involvement, Person
from tests.cases.involved import at, send


def add(case: Case, part: str = "victim", who: str = "sari", status=302, **typed):
    query = typed.pop("query", "")
    address = at("case_person_new", case, part) + query
    return send(who, address, {"key": "k1", **typed}, status)


def edit(involvement: Involvement, who: str = "sari", status=302, **typed):
    address = at("case_person_edit", involvement.case, involvement.public_id)
    return send(who, address, as_seen(involvement) | typed, status)


def as_seen(involvement: Involvement) -> dict[str, object]:
    """What a form that is drawn now says of whom it was drawn for."""
    now = Involvement.objects.select_related("person").get(pk=involvement.pk)
    return {"seen": now.person.version, "whose": now.whose}


def known() -> Person:
    return Person.objects.get()


def press(involvement: Involvement, act: str, who: str = "sari", status=302, **typed):
    address = at(f"case_person_{act}", involvement.case, involvement.public_id)
    return send(who, address, typed, status)
