"""Mutasi from beginning to end: one administrator asks, the other one approves."""

from agencies.models import Assignment, Post, User
from cases import actions
from tests.people import person


def move_person(
    user: User, *, to: Post, letter_number: str, by: User, approved_by: str = "yuli"
) -> Assignment:
    asked = actions.ask_move(user, to=to, letter_number=letter_number, by=by)
    return actions.approve_move(asked, by=person(approved_by))
