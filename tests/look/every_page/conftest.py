"""One register for all that is only looked at: a fresh one for each page takes longer
than the look."""

from collections.abc import Iterator

import pytest

from tests.look.rows import standing


@pytest.fixture(scope="package")
def live_server_url(committing, _web) -> Iterator[str]:
    with committing():
        yield _web


@pytest.fixture(scope="package")
def rows(live_server_url) -> Iterator[dict[str, str]]:
    with standing() as ids:
        yield ids
