#!/usr/bin/env python3
"""The register's commands. Finds or starts PostgreSQL and Redis when none is named."""

import os
import sys

from django.core.management import execute_from_command_line

from tppo_tracker import environment, services


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tppo_tracker.settings")
    command = sys.argv[1] if len(sys.argv) > 1 else "help"
    if command in environment.OWNER_COMMANDS:
        os.environ["TPPO_DB_ROLE"] = "owner"
    services.ensure(start=command not in environment.QUIET_COMMANDS)
    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
