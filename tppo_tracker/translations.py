"""Compiles locale/*/LC_MESSAGES/*.po where the .mo beside it is missing or older.

Compiled here instead of committed, and without gettext's msgfmt, which a bare
machine does not have.
"""

from pathlib import Path

import polib


def compile_stale(locale: Path) -> list[Path]:
    """The .mo files that were written, under the folder `locale`."""
    written = []
    for source in sorted(locale.glob("*/LC_MESSAGES/*.po")):
        target = source.with_suffix(".mo")
        if not target.exists() or target.stat().st_mtime < source.stat().st_mtime:
            draft = target.with_suffix(".new")
            polib.pofile(str(source)).save_as_mofile(str(draft))
            draft.replace(target)
            written.append(target)
    return written
