"""The index process's side of what is said over the socket (`wire`)."""

import json
from collections.abc import Callable

from cases.names.duplicates import candidates, compared
from cases.names.evidence import Evidence
from cases.names.finding import find
from cases.names.keeper import Keeper
from cases.names.wire import Message

MOST = 200  # hits of an answer
Answer = Callable[[Keeper], Message]


def answer(keeper: Keeper, asked: bytes) -> Message:
    """What the index says to one line. What goes wrong once it is read is no fault of
    the line: it is the server's to log."""
    try:
        message = json.loads(asked)
        tell = QUESTIONS[message["do"]](message)
    except (KeyError, TypeError, ValueError, AttributeError):
        return {"error": "This cannot be read as a request."}
    return tell(keeper)


def _search(message: Message) -> Answer:
    text, keys, known = str(message["text"]), _keys(message), _known(message)
    most = _most(message)

    def tell(keeper: Keeper) -> Message:
        with keeper.index() as index:
            return {"hits": find(index, text, keys, known=known, most=most)}

    return tell


def _candidates(message: Message) -> Answer:
    person, keys, most = int(message["person"]), _keys(message), _most(message)

    def tell(keeper: Keeper) -> Message:
        with keeper.index() as index:
            return {"hits": candidates(index, person, keys, most=most)}

    return tell


def _compare(message: Message) -> Answer:
    one, other = int(message["one"]), int(message["other"])
    shared = [str(sign) for sign in message.get("shared") or ()]

    def tell(keeper: Keeper) -> Message:
        with keeper.index() as index:
            try:
                features, hit = compared(index, one, other, shared)
            except KeyError:  # one of them is not to be found any more
                return {"features": {}, "hits": []}
        return {"features": features, "hits": [hit]}

    return tell


def _health(message: Message) -> Answer:
    def tell(keeper: Keeper) -> Message:
        with keeper.index() as index:
            persons = len(index)
        return {
            "persons": persons,
            "tick": keeper.tick,
            "started_from": keeper.started_from,
        }

    return tell


QUESTIONS: dict[str, Callable[[Message], Answer]] = {
    "search": _search,
    "candidates": _candidates,
    "compare": _compare,
    "health": _health,
}


def _keys(message: Message) -> tuple[int, ...]:
    return tuple(int(key) for key in message["keys"])


def _most(message: Message) -> int:
    return max(1, min(MOST, int(message.get("most", 25))))


def _known(message: Message) -> Evidence:
    known = message.get("known") or {}
    born = known.get("born") or (0, 0)
    return Evidence.of(
        born=(int(born[0]), int(born[1])),
        sex=str(known.get("sex", "")),
        region=str(known.get("region", "")),
    )
