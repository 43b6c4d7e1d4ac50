"""`make check`: everything that can be judged without running the suite.

`python -m tests.checks [NAME …]` runs all or the named ones; one line each, the
words of those that fail, exit status 1 if any did.
"""

import base64
import json
import os
import re
import secrets
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import polib
from django.template import engines

from tests import ground
from tests.copies import sources
from tests.ground import CHECKOUT
from tppo_tracker import environment

# The modules whose mistakes cost the most, and what they import is followed.
CORE = (
    "agencies/access.py",
    "agencies/audit.py",
    "agencies/sealing/crypto.py",
    "cases/stages.py",
    "cases/facts.py",
    "cases/names",
    "cases/actions",
    "reports/marginals",
    "tppo_tracker/environment.py",
    "tppo_tracker/services.py",
    "tppo_tracker/checks.py",
    "tppo_tracker/logs.py",
)
LANGUAGES = ("en",)


def run(*command: str, **variables: str) -> str:
    """The words of a command that failed, "" when it passed."""
    done = subprocess.run(
        [sys.executable, "-m", *command],
        cwd=CHECKOUT,
        env=os.environ
        | {"DJANGO_SETTINGS_MODULE": "tppo_tracker.settings"}
        | variables,
        capture_output=True,
        text=True,
        check=False,
    )
    return "" if done.returncode == 0 else done.stdout + done.stderr


def lint() -> str:
    return run("ruff", "check", ".")


def layout() -> str:
    return run("ruff", "format", "--check", ".")


def layers() -> str:
    return run("tests.layers")


def types() -> str:
    return run("mypy", *(name for name in CORE if (CHECKOUT / name).exists()))


def core_exists() -> str:
    missing = [name for name in CORE if not (CHECKOUT / name).exists()]
    return f"Named as core modules but absent: {missing}" if missing else ""


def migrations() -> str:
    return run("manage", "makemigrations", "--check", "--dry-run")


def deploy() -> str:
    """`check --deploy` as production would see it, with keys made for the occasion.

    The schema of the API names the code lists, so there must be a database.
    """
    ground.create_workers_database()
    with tempfile.TemporaryDirectory() as folder:
        keyring = Path(folder) / "keyring.json"
        keyring.touch(0o600)
        keyring.write_text(json.dumps(keys()))
        return run(
            "manage",
            "check",
            "--deploy",
            "--fail-level=WARNING",
            TPPO_ENV="production",
            DEMO_MODE="0",
            SECRET_KEY=secrets.token_urlsafe(64),
            KEYRING_FILE=str(keyring),
            ALLOWED_HOSTS="register.example",
            TRUSTED_PROXIES="0",
            DJANGO_ALLOW_ASYNC_UNSAFE="",
        )


def keys() -> dict:
    """A keyring of random keys."""
    rings: dict = {}
    for name in environment.KEYRINGS:
        rings[name] = {"1": base64.b64encode(secrets.token_bytes(32)).decode()}
        rings[f"{name}_current"] = 1
    return rings


def templates() -> str:
    """Every template must compile."""
    faults = []
    folder = CHECKOUT / "templates"
    for file in sorted(folder.rglob("*")):
        if file.is_file() and file.suffix in {".html", ".txt"}:
            name = str(file.relative_to(folder))
            try:
                engines["django"].get_template(name)
            except Exception as fault:  # noqa: BLE001 - whatever it is, it is told
                faults.append(f"{name}: {fault}")
    return "\n".join(faults)


def translations() -> str:
    """Every word of the screens has its English; found anew from the sources."""
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "sources"
        copy_sources(copy)
        words = makemessages(copy)
        if words:
            return words
        faults = []
        for language in LANGUAGES:
            file = copy / "locale" / language / "LC_MESSAGES" / "django.po"
            catalogue = polib.pofile(str(file))
            lacking = catalogue.untranslated_entries() + catalogue.fuzzy_entries()
            faults += [f"{language}: {entry.msgid!r}" for entry in lacking]
            faults += [
                f"{language}: {entry.msgid!r} is given other values"
                for entry in catalogue
                if values_in(entry.msgstr, *entry.msgstr_plural.values())
                - values_in(entry.msgid, entry.msgid_plural)
            ]
    return "\n".join(faults)


def values_in(*texts: str) -> set[str]:
    """Names and kinds of the values that texts are filled with: "%(n)d"."""
    return {value for text in texts for value in re.findall(r"%\(\w+\)\w", text)}


def copy_sources(copy: Path) -> None:
    """A copy of the committed and new files, so that `locale/` is left alone."""
    for name in sources():
        if (
            name.endswith((".py", ".html", ".txt", ".po"))
            and (CHECKOUT / name).exists()
        ):
            (copy / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(CHECKOUT / name, copy / name)
    (copy / "locale").mkdir(exist_ok=True)


def makemessages(folder: Path) -> str:
    """Collect the words; what went wrong, or ""."""
    done = subprocess.run(
        [sys.executable, "manage.py", "makemessages", "--no-obsolete", "-v0"]
        + ["-i", "tests"]
        + [word for language in LANGUAGES for word in ("-l", language)],
        cwd=folder,
        env=os.environ | {"DJANGO_SETTINGS_MODULE": "tppo_tracker.settings"},
        capture_output=True,
        text=True,
        check=False,
    )
    return "" if done.returncode == 0 else done.stdout + done.stderr


CHECKS: tuple[Callable[[], str], ...] = (
    lint,
    layout,
    layers,
    core_exists,
    types,
    migrations,
    deploy,
    templates,
    translations,
)


def main(names: list[str]) -> int:
    """Run the checks; 0 when all pass."""
    failed = []
    for check in CHECKS:
        if names and check.__name__ not in names:
            continue
        start = time.monotonic()
        words = check()
        took = time.monotonic() - start
        state = "FAILS" if words else "ok"
        sys.stdout.write(f"check {check.__name__:<13} {state:<5} {took:5.1f} s\n")
        if words:
            failed.append(check.__name__)
            sys.stdout.write(words.rstrip() + "\n")
        sys.stdout.flush()
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
