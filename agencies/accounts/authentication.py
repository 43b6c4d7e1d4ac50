"""Turning a session or a token into a user with a post, by one query.

Suspended people and people without a current post are nobody: the query finds them
not, at the very next request.
"""

import hashlib
from datetime import datetime

from django.contrib.auth.backends import BaseBackend
from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import F, OuterRef
from django.db.models.functions import JSONArray
from django.utils.translation import gettext_lazy as _
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from rest_framework.authentication import BaseAuthentication, get_authorization_header
from rest_framework.exceptions import AuthenticationFailed

from agencies import clock, eyes
from agencies.compiled import Compiled
from agencies.models import Agency, Assignment, PersonalKey, Post, Region, User
from agencies.models.accounts import HOME_FIRST
from agencies.models.personal_key import FIRST

KEYWORD = "Bearer"
# How the parts of a hat are read in one row: the model, and the way to it.
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
# `Assignment.worn`, as the database reads it.
WORN = JSONArray("pk", "post__role", "post__agency_id", "post__region_id")
NO_USER = -1
NO_MOMENT = datetime(1900, 1, 3, tzinfo=clock.WIB)


def acting_user(**which) -> User | None:
    """The user with her hats of today, the home post first; None if she may not act.

    `which` are lookups on Assignment, e.g. `user__username="sari"`.
    """
    return _wearing(_rows_of_hats(clock.now(), **which))


def _rows_of_hats(moment, **which):
    """All columns of the parts of current hats, the home post first, and the keys that
    she holds under each at that moment."""
    columns = [way + name for model, way in PARTS.items() for name in COLUMNS[model]]
    held = (
        PersonalKey.objects.live_at(moment)
        .filter(user=OuterRef("user_id"), agency=OuterRef("post__agency_id"))
        .order_by("pk")
        .values_list(F("pk") + FIRST)
    )
    return (
        Assignment.objects.current(clock.today())
        .filter(user__suspended_at=None, **which)
        .order_by(HOME_FIRST, "starts_on", "pk")
        .values_list(*columns, ArraySubquery(held))
    )


_OF_USER = Compiled(
    lambda: _rows_of_hats(NO_MOMENT, user_id=NO_USER),
    user_id=NO_USER,
    moment=NO_MOMENT,
)


def _wearing(rows) -> User | None:
    hats = [_hat(row) for row in rows]
    if not hats:
        return None
    user = hats[0].user
    user.assignments_today = hats
    return user


def _hat(row: tuple) -> Assignment:
    """An assignment with its user, post, agency and region, as it was read."""
    values, parts = iter(row), {}
    for model, names in COLUMNS.items():
        part = model.from_db("default", names, [next(values) for _name in names])
        parts[model] = part if part.pk is not None else None
    hat, post = parts[Assignment], parts[Post]
    hat.user, hat.post = parts[User], post
    post.agency, post.region = parts[Agency], parts[Region]
    hat.personal_keys = tuple(next(values))
    return hat


class CurrentPostBackend(BaseBackend):
    """Sessions. Passwords are checked in `agencies.accounts.actions`, never here."""

    def get_user(self, user_id):
        return _wearing(_OF_USER.ask(user_id=user_id, moment=clock.now()))


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
