"""What docs/security/ names is there: modules, tests, pages."""

import re
from pathlib import Path

import pytest

from tests.ground import CHECKOUT

FOLDER = CHECKOUT / "docs/security"
PAGES = sorted(FOLDER.glob("*.md"))
# A path in the house, and the test that follows it, if one does.
NAMED = re.compile(
    r"`([\w.-]+(?:/[\w.-]+)+|[\w-]+\.(?:yml|txt|md|yaml|toml))(?:::(\w+))?`"
)
LINK = re.compile(r"\]\(([^)#:]+)\)")
PARTS = (
    *("colleague", "command", "secretariat", "administrator", "auditor"),
    *("phone", "password", "web process", "worker", "serving role", "owner"),
    *("key store", "redis", "backups", "network", "maintainer", "paper"),
)


def named(page: Path) -> list[tuple[str, str]]:
    return [(path, test) for path, test in NAMED.findall(page.read_text())]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_path_that_is_named_exists(page):
    gone = []
    for path, test in named(page):
        file = CHECKOUT / path if (CHECKOUT / path).exists() else FOLDER / path
        if not file.exists() or (test and f"def {test}(" not in file.read_text()):
            gone.append(f"{path}::{test}" if test else path)
    links = LINK.findall(page.read_text())
    gone += [link for link in links if not (FOLDER / link).exists()]
    assert gone == []


def test_the_threat_model_names_what_holds_it():
    held = {path for path, _test in named(FOLDER / "threat-model.md")}
    assert len({path for path in held if path.startswith("tests/")}) >= 15


def test_every_part_has_its_heading():
    text = (FOLDER / "threat-model.md").read_text().lower()
    headings = "\n".join(re.findall(r"^### (.*)$", text, re.MULTILINE))
    assert [part for part in PARTS if part not in headings] == []


def test_every_part_says_what_it_surrenders_and_what_is_open():
    text = (FOLDER / "threat-model.md").read_text()
    for part in re.split(r"^### ", text, flags=re.MULTILINE)[1:]:
        heading, body = part.split("\n", 1)
        if heading != "A picture of the screen":
            assert "**Gets:**" in body, heading
            assert "**Open:**" in body, heading
