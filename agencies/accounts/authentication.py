"""Turning a session or a token into a user with a post, by one query.

Suspended people and people without a current post are nobody, at the very next request:
a token's query finds them not, a session's finds whose it was, so that she can be told.
"""

import hashlib
from datetime import datetime

import orjson
from django.contrib.auth.backends import BaseBackend
from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Case, F, FilteredRelation, OuterRef, Q, When
from django.db.models.functions import JSONArray
from django.utils.translation import gettext_lazy as _
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from rest_framework.authentication import BaseAuthentication, get_authorization_header
from rest_framework.exceptions import AuthenticationFailed

from agencies import clock, eyes
from agencies.choices import AssignmentKind
from agencies.compiled import Compiled
from agencies.models import (
    Agency,
    Assignment,
    PersonalKey,
    Post,
    Region,
    Session,
    User,
)
from agencies.models.accounts import HOME_FIRST
from agencies.models.personal_key import FIRST

KEYWORD = "Bearer"
# How the parts of a hat are read in one row: the model, and the way to it from the
# assignment; the user stands beside it.
PARTS = {
    Assignment: "",
    User: "user__",
    Post: "post__",
    Agency: "post__agency__",
    Region: "post__region__",
}
COLUMNS = {
    model: [field.attname for field in model._meta.concrete_fields] for model in PARTS
}
OF_SESSION = [field.attname for field in Session._meta.concrete_fields]
# `Assignment.worn`, as the database reads it.
WORN = JSONArray("pk", "post__role", "post__agency_id", "post__region_id")
NO_SESSION = "no session"
NO_MOMENT = datetime(1900, 1, 3, tzinfo=clock.WIB)


def acting_user(**which) -> User | None:
    """The user with her hats of today, the home post first; None if she may not act.

    `which` are lookups on Assignment, e.g. `user__username="sari"`.
    """
    return _wearing(_rows_of_hats(clock.now(), **which))


def _rows_of_hats(moment, **which):
    """All columns of the parts of current hats, the home post first, and the keys that
    she holds under each at that moment."""
    return (
        Assignment.objects.current(clock.today())
        .filter(user__suspended_at=None, **which)
        .order_by(HOME_FIRST, "starts_on", "pk")
        .values_list(*_columns(""), _keys_held(moment, "post__agency_id"))
    )


def _rows_of_session(digest: str, moment):
    """The session, then the same of whose it is: one row where she has no hat today,
    or where it is nobody's."""
    day = clock.today()
    starts, ends = "user__assignments__starts_on__lte", "user__assignments__ends_on"
    today = Q(Q(**{ends: None}) | Q(**{f"{ends}__gte": day}), **{starts: day})
    home_first = Case(When(hat__kind=AssignmentKind.HOME, then=0), default=1)
    return (
        Session.objects.filter(digest=digest)
        .annotate(hat=FilteredRelation("user__assignments", condition=today))
        .order_by(home_first, "hat__starts_on", "hat__pk")
        .values_list(
            *OF_SESSION,
            *_columns("hat__"),
            _keys_held(moment, "hat__post__agency_id"),
        )
    )


def _columns(hat: str) -> list[str]:
    """Of all parts; `hat` is the way to the assignment."""
    return [
        way + name if model is User else hat + way + name
        for model, way in PARTS.items()
        for name in COLUMNS[model]
    ]


def _keys_held(moment, agency: str) -> ArraySubquery:
    return ArraySubquery(
        PersonalKey.objects.live_at(moment)
        .filter(user=OuterRef("user_id"), agency=OuterRef(agency))
        .order_by("pk")
        .values_list(F("pk") + FIRST)
    )


_OF_SESSION = Compiled(
    lambda: _rows_of_session(NO_SESSION, NO_MOMENT),
    digest=NO_SESSION,
    moment=NO_MOMENT,
)


def session_and_account(digest: str) -> tuple[Session, User | None] | None:
    """The session by its digest, and whose it is with her hats of today: whether she
    may act is not asked here. None where there is no such session."""
    rows = _OF_SESSION.ask(digest=digest, moment=clock.now())
    if not rows:
        return None
    row = Session.from_db("default", OF_SESSION, rows[0][: len(OF_SESSION)])
    row.worn = orjson.loads(row.worn)  # as the driver hands it over
    if row.user_id is None:
        return row, None
    hats = [_hat(each[len(OF_SESSION) :]) for each in rows]
    return row, _account(hats)


def _account(hats: list[Assignment]) -> User:
    account = hats[0].user
    account.assignments_today = [hat for hat in hats if hat.pk is not None]
    return account


def _wearing(rows) -> User | None:
    hats = [_hat(row) for row in rows]
    return _account(hats) if hats else None


def _hat(row: tuple) -> Assignment:
    """An assignment with its user, post, agency and region, as it was read; one without
    key and post where she has none."""
    values, parts = iter(row), {}
    for model, names in COLUMNS.items():
        part = model.from_db("default", names, [next(values) for _name in names])
        parts[model] = part if part.pk is not None else None
    hat, post = parts[Assignment] or Assignment(), parts[Post]
    hat.user = parts[User]
    if post is not None:
        hat.post = post
        post.agency, post.region = parts[Agency], parts[Region]
    hat.personal_keys = tuple(next(values) or ())
    return hat


class CurrentPostBackend(BaseBackend):
    """Django wants the name of a backend, and asks it nothing: sessions find their own
    users (`sessions.user_of`), passwords are checked in `agencies.accounts.actions`."""


def token_digest(token: str) -> bytes:
    """SHA-256 of a token: it has 256 random bits, so that no salt is needed."""
    return hashlib.sha256(token.encode()).digest()


class ApiTokenAuthentication(BaseAuthentication):
    """`Authorization: Bearer <token>`; acts for the post that it was made for, until
    that has ended or changed."""

    def authenticate(self, request):
        words = get_authorization_header(request).decode("latin-1").split()
        if not words or words[0].lower() != KEYWORD.lower():
            return None
        user = _user_of_token(words[1]) if len(words) == 2 else None
        if user is None:
            raise AuthenticationFailed(_("Token tidak berlaku."))
        eyes.turn(user.hat.scope_keys)
        return user, None

    def authenticate_header(self, request):
        return KEYWORD


def _user_of_token(token: str) -> User | None:
    return acting_user(
        user__api_tokens__digest=token_digest(token),
        user__api_tokens__revoked_at=None,
        user__api_tokens__expires_at__gt=clock.now(),
        user__api_tokens__worn=WORN,
    )


class ApiTokenScheme(OpenApiAuthenticationExtension):
    """How the schema names the token."""

    target_class = ApiTokenAuthentication
    name = "token"

    def get_security_definition(self, auto_schema):
        return {"type": "http", "scheme": "bearer"}
