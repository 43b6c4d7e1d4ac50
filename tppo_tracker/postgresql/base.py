"""Django's PostgreSQL, which asks before each request whether the server still answers.

That is a way there and back for every request. A server that stops, or ends a session,
closes the connection, and the machine here knows without asking. Only a network that
drops a connection says nothing, which it does to those that were silent for long.
"""

import select
import time

from django.db.backends.postgresql import base

from tppo_tracker.postgresql.cursors import SeeingCursor

TRUSTED_SECONDS = 5.0


class DatabaseWrapper(base.DatabaseWrapper):
    heard_at = float("-inf")  # when the server last answered, by time.monotonic()

    def get_connection_params(self) -> dict:
        return {**super().get_connection_params(), "cursor_factory": SeeingCursor}

    def is_usable(self) -> bool:
        """Has the connection been heard lately, without a fault, and not closed?"""
        lately = time.monotonic() - self.heard_at < TRUSTED_SECONDS
        if lately and not self.errors_occurred and not self._has_news():
            return True
        usable = super().is_usable()
        if usable:
            self.heard_at = time.monotonic()
        return usable

    def _has_news(self) -> bool:
        """Nothing was asked, so that what comes is the end, or word of it."""
        if self.connection.closed:
            return True
        poll = select.poll()
        poll.register(self.connection.fileno(), select.POLLIN)
        return bool(poll.poll(0))
