"""What the surroundings tell the register: addresses, keys, the kind of environment.

Pure standard library and pure functions: settings, the services and the
production checks read the same variables by the same rules.
"""

import base64
import binascii
import json
import os
from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlsplit, urlunsplit

ENVIRONMENTS = ("development", "production", "test")
REQUIRED = (
    "DATABASE_URL",
    "KEYSTORE_URL",
    "REDIS_URL",
    "SECRET_KEY",
    "KEYRING_FILE",
    "AUDIT_HEADS_FILE",
    "NAMES_SOCKET",
    "NAMES_SNAPSHOT",
    "ALLOWED_HOSTS",
    # Without it everybody behind a proxy is one network, which anybody shuts out.
    "TRUSTED_PROXIES",
)
KEYRINGS = ("kek", "audit", "index")
KEY_BYTES = 32
SECRET_KEY_LENGTH = 50
INSECURE_MARK = "insecure"

# A waiting lock or a forgotten transaction must not stop an office; and a statement
# that is planned once (agencies.compiled) is planned for whatever value comes.
SERVING_LIMITS = (
    "-c lock_timeout=5s -c idle_in_transaction_session_timeout=60s"
    " -c statement_timeout=30s"
    " -c plan_cache_mode=force_generic_plan"
)

# They change the schema or load what belongs to everyone, so they act as the owner.
OWNER_COMMANDS = (
    "prepare",
    "migrate",
    "makemigrations",
    "sqlmigrate",
    "showmigrations",
    "grant_serving_role",
    "begin_audit_era",
    "rewrap_keys",
    "shred_person",
    "load_reference",
    "load_cast",
    "generate_register",
    "seed_demo",
    "define_marginals",
    "fold_marginals",
    "load_external_figures",
    "move_facts_clock",
)

# They ask no database: nothing is started for them.
QUIET_COMMANDS = (
    "help",
    "collectstatic",
    "compilemessages",
    "makemessages",
    "draw_boundaries",
)


def kind() -> str:
    """`development`, `production` or `test`. ValueError for any other TPPO_ENV."""
    value = os.environ.get("TPPO_ENV", "development")
    if value not in ENVIRONMENTS:
        raise ValueError(
            f"TPPO_ENV is {value!r}: it must be one of {', '.join(ENVIRONMENTS)}."
        )
    return value


def flag(name: str, *, default: bool = False) -> bool:
    """True for 1, true, yes, on; False for 0, false, no, off. ValueError for others.

    `default` stands for a variable that is empty or not set.
    """
    value = os.environ.get(name, "").strip().lower()
    if not value:
        return default
    if value in {"1", "true", "yes", "on"}:
        return True
    if value in {"0", "false", "no", "off"}:
        return False
    raise ValueError(f"{name} is {value!r}: write 1 or 0.")


def words(name: str) -> list[str]:
    """The comma-separated words of a variable, without blanks."""
    return [
        word.strip() for word in os.environ.get(name, "").split(",") if word.strip()
    ]


def database(url: str, limits: str = "") -> dict:
    """Django's settings for `postgresql://role:password@host:port/name?option=…`.

    A socket folder is written `postgresql://role@/name?host=/folder`. Other
    options (sslmode, …) go to the driver. ValueError for any other scheme.
    """
    parts = urlsplit(url)
    if parts.scheme not in {"postgres", "postgresql"}:
        raise ValueError("A database URL must begin with postgresql://.")
    options = dict(parse_qsl(parts.query))
    host = options.pop("host", "") or unquote(parts.hostname or "")
    if limits:
        options["options"] = f"{options.get('options', '')} {limits}".strip()
    return {
        "ENGINE": "tppo_tracker.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": host,
        "PORT": str(parts.port or options.pop("port", "")),
        "OPTIONS": options,
        "CONN_MAX_AGE": 600,
        "CONN_HEALTH_CHECKS": True,
        "ATOMIC_REQUESTS": False,
    }


def with_database(url: str, name: str) -> str:
    """The same database URL with another database name."""
    return urlunsplit(urlsplit(url)._replace(path=f"/{name}"))


def broker(redis_url: str) -> str:
    """Celery's spelling of a Redis URL: it names unix sockets in its own way."""
    parts = urlsplit(redis_url)
    if parts.scheme != "unix":
        return redis_url
    number = dict(parse_qsl(parts.query)).get("db", "0")
    return f"redis+socket://{parts.path}?virtual_host={number}"


def keyring_faults(path: str) -> list[str]:
    """What is wrong with the keyring file, one sentence each. Never shows a key."""
    file = Path(path)
    try:
        mode = file.stat().st_mode & 0o077
        rings = json.loads(file.read_text())
    except OSError:
        return ["KEYRING_FILE cannot be read."]
    except ValueError:
        return ["KEYRING_FILE is not JSON."]
    faults = []
    if mode:
        faults.append("KEYRING_FILE can be read by others: its mode must be 0600.")
    for name in KEYRINGS:
        faults += ring_faults(rings, name)
    return faults


def ring_faults(rings: dict, name: str) -> list[str]:
    """What is wrong with one ring of the keyring: keys of 32 bytes, a current one."""
    keys = rings.get(name) if isinstance(rings, dict) else None
    if not isinstance(keys, dict) or not keys:
        return [f"KEYRING_FILE has no {name} key."]
    faults = [
        f"KEYRING_FILE: {name} key {number} is not 32 random bytes in base64."
        for number, key in keys.items()
        if not is_key(key)
    ]
    if name != "index" and str(rings.get(f"{name}_current")) not in keys:
        faults.append(f"KEYRING_FILE: {name}_current names no {name} key.")
    return faults


def is_key(text: object) -> bool:
    """True when the text is base64 of 32 bytes that are not all alike."""
    try:
        raw = base64.b64decode(str(text), validate=True)
    except (binascii.Error, ValueError):
        return False
    return len(raw) == KEY_BYTES and len(set(raw)) > 8


def production_faults() -> list[str]:
    """Why production must not start with these variables, one sentence each."""
    faults = [
        f"{name} is not set."
        for name in REQUIRED
        if not os.environ.get(name, "").strip()
    ]
    secret = os.environ.get("SECRET_KEY", "")
    weak = len(secret) < SECRET_KEY_LENGTH or len(set(secret)) < 8
    if secret and (weak or INSECURE_MARK in secret):
        faults.append("SECRET_KEY is a default or too short (50 characters at least).")
    if "*" in words("ALLOWED_HOSTS"):
        faults.append("ALLOWED_HOSTS is open to every name: list the register's own.")
    for name in ("DEBUG", "DEMO_MODE"):
        if flag(name):
            faults.append(f"{name} is on: it is never on in production.")
    if os.environ.get("KEYRING_FILE"):
        faults += keyring_faults(os.environ["KEYRING_FILE"])
    return faults
