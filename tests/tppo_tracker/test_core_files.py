"""What a process keeps in memory does not reach a disk when it crashes."""

import resource


def test_no_process_of_the_register_writes_a_core_file():
    assert resource.getrlimit(resource.RLIMIT_CORE) == (0, 0)
