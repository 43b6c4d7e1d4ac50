"""Second factors in the hands of the cast, and the app that shows their codes.

The app is not ours: `cryptography` counts the codes, as a phone would.
"""

import base64
import re

from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor.totp import TOTP
from django.test import Client

from agencies import clock
from agencies.accounts import second_factor
from agencies.demo import PASSWORD
from tests.people import person

CODE_PAGE, SET_UP_PAGE = "/sign-in/code/", "/sign-in/set-up/"
WRONG = "000000"


def given(username: str) -> str:
    """She has set up a device; its key."""
    secret = second_factor.new_secret()
    second_factor.set_up(person(username), secret, step=0)
    return secret


def code(secret: str) -> str:
    """What the app shows at this moment of the register's clock."""
    app = TOTP(base64.b32decode(secret), 6, SHA1(), second_factor.PERIOD)  # noqa: S303 - what RFC 6238 and all apps take
    return app.generate(int(clock.now().timestamp())).decode()


def show_password(username: str, ip: str = "10.0.0.1", client: Client | None = None):
    """A browser of hers after the first step."""
    client = client or Client()
    sent = {"username": username, "password": PASSWORD}
    client.post("/sign-in/", sent, REMOTE_ADDR=ip)
    return client


def show_code(client: Client, shown: str, ip: str = "10.0.0.1"):
    return client.post(CODE_PAGE, {"code": shown}, REMOTE_ADDR=ip)


def is_in(client: Client) -> bool:
    return client.get("/account/").status_code == 200


def secret_on(page: str) -> str:
    """The key that a page of setting up shows to be typed."""
    [key] = re.findall(r'<code class="secret">([A-Z2-7 ]+)</code>', page)
    return key.replace(" ", "")
