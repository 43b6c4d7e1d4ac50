"""What was known at a moment never changes afterwards."""

from contextlib import closing
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError

from agencies import clock
from reports import questions
from tests import ground


def ask(known_at: str) -> questions.Question:
    return questions.read({"figure": "cases", "known_at": known_at})


def test_a_moment_is_not_answered_while_an_act_before_it_is_under_way(
    committed, settings
):
    """Or the same question would be answered otherwise once that act commits."""
    patience, settings.FACTS_SETTLE_WITHIN = settings.FACTS_SETTLE_WITHIN, 0.1
    now = clock.now().isoformat()
    long_ago = (clock.now() - timedelta(hours=1)).isoformat()
    with closing(ground.superuser(f"test_{ground.worker()}")) as other:
        other.autocommit = False
        other.cursor().execute("SELECT pg_current_xact_id()")
        with pytest.raises(ValidationError) as refused:
            ask(now)
        assert refused.value.message_dict.keys() == {"known_at"}
        assert ask(long_ago).cutoff is not None
        other.rollback()
    settings.FACTS_SETTLE_WITHIN = patience
    assert ask(now).cutoff is not None
