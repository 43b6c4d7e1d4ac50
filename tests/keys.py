"""A keyring and a key store of a test's own: fixtures, known to all by conftest."""

import json
import os
from pathlib import Path

import pytest

from agencies.sealing import keyring, keystore
from tests import ground
from tppo_tracker import environment


@pytest.fixture
def ring(settings, tmp_path):
    """A keyring of the test's own: call it with what should be in it."""

    def write(**changes):
        data = json.loads(original) | changes
        Path(settings.KEYRING_FILE).write_text(json.dumps(data))
        keyring.current.cache_clear()
        return data

    original = Path(settings.KEYRING_FILE).read_text()
    settings.KEYRING_FILE = str(tmp_path / "keyring.json")
    write()
    yield write
    keyring.current.cache_clear()


@pytest.fixture
def own_store(settings):
    """A key store of this worker's own: rewrapping touches every key in it."""
    name = f"keys_{ground.worker()}"
    ground.create(name, "template0")
    serving = environment.with_database(settings.KEYSTORE_URL, name)
    settings.KEYSTORE_URL = environment.with_database(
        os.environ["TEST_SUPERUSER_URL"], name
    )
    keystore._local.connection = None
    keystore.prepare(environment.database(serving)["USER"])
    owner = settings.KEYSTORE_URL
    keystore._local.connection = None
    settings.KEYSTORE_URL = serving

    def as_owner(act, *given):
        """As a command of the owner's would do it."""
        try:
            settings.KEYSTORE_URL, keystore._local.connection = owner, None
            return act(*given)
        finally:
            settings.KEYSTORE_URL, keystore._local.connection = serving, None

    yield as_owner
    keystore._local.connection = None
