"""`python -m tests.cases.names.process SOCKET SNAPSHOT`: the index of a small register
in a process of its own, as the command will run it."""

import os
import sys
from pathlib import Path

import django

from cases.names import server
from cases.names.feed import Entry
from cases.names.keeper import Keeper
from cases.names.scoring import shipped_weights
from tests.cases.names.feeds import GeneratedFeed


def main(path: Path, file: Path) -> None:
    feed = GeneratedFeed([Entry(1, "Pebit Lencau", (11,))])
    server.run(Keeper(feed, shipped_weights(), file), path)


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tppo_tracker.settings")
    django.setup()
    main(*map(Path, sys.argv[1:]))
