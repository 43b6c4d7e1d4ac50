"""Asks the index process. When it is down that is said at once, and nothing waits."""

import json
import socket
import time
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cases.names import wire
from cases.names.feed import Hit

SECONDS = 2.0
AT_ONCE = 65_536


class IndexDown(Exception):
    """The index process does not answer, or not in time. Names cannot be searched."""


@dataclass(frozen=True)
class NameClient:
    """One question is one connection: nothing is kept between them."""

    path: Path
    seconds: float = SECONDS

    def search(
        self,
        text: str,
        keys: Collection[int],
        *,
        born: tuple[int, int] = (0, 0),
        sex: str = "",
        region: str = "",
        most: int = 25,
    ) -> list[Hit]:
        """As `finding.find`. IndexDown."""
        known = {"born": born, "sex": sex, "region": region}
        return self._hits(do="search", text=text, keys=[*keys], known=known, most=most)

    def candidates(
        self, person: int, keys: Collection[int], *, most: int = 25
    ) -> list[Hit]:
        """As `duplicates.candidates`. IndexDown."""
        return self._hits(do="candidates", person=person, keys=[*keys], most=most)

    def compare(
        self, one: int, other: int, shared: Collection[str] = ()
    ) -> tuple[dict[str, float], Hit] | None:
        """What speaks for and against two persons being one, and the other as a hit;
        None if one of them cannot be found, and nothing is `shared` (`scoring.SHARED`).
        Asks no key: who asks has seen both. IndexDown."""
        found = self._ask(do="compare", one=one, other=other, shared=[*shared])
        hits = _hits(found)
        return (found["features"], hits[0]) if hits else None

    def health(self) -> dict[str, Any]:
        """{"persons", "tick", "started_from"}. IndexDown."""
        return self._ask(do="health")

    def _hits(self, **question: Any) -> list[Hit]:
        return _hits(self._ask(**question))

    def _ask(self, **question: Any) -> dict[str, Any]:
        try:
            answer = json.loads(self._said(wire.line(question)))
        except (OSError, ValueError) as error:
            # Without its cause: a question must not stand in a traceback.
            raise IndexDown(type(error).__name__) from None
        if "error" in answer:
            raise IndexDown(answer["error"])
        return answer

    def _said(self, question: bytes) -> bytes:
        """One line of the process; TimeoutError once all the seconds are over."""
        limit = time.monotonic() + self.seconds
        with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as plug:
            plug.settimeout(self.seconds)
            plug.connect(str(self.path))
            plug.sendall(question)
            said = b""
            while not said.endswith(b"\n"):
                plug.settimeout(max(0.001, limit - time.monotonic()))
                part = plug.recv(AT_ONCE)
                if not part:
                    raise ConnectionError("It hung up.")
                said += part
            return said


def _hits(answer: dict[str, Any]) -> list[Hit]:
    return [
        Hit(person, score, [(sign, part) for sign, part in because], alike)
        for person, score, because, alike in answer["hits"]
    ]
