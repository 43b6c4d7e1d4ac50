"""The index process's side of what is said over the socket (`wire`)."""

import json

from cases.names.duplicates import candidates, compared
from cases.names.evidence import Evidence
from cases.names.finding import find
from cases.names.keeper import Keeper
from cases.names.wire import Message

MOST = 200  # hits of an answer


def answer(keeper: Keeper, asked: bytes) -> Message:
    """What the index says to one line."""
    try:
        message = json.loads(asked)
        return ANSWERS[message["do"]](keeper, message)
    except (KeyError, TypeError, ValueError, AttributeError):
        return {"error": "This cannot be read as a request."}


def _search(keeper: Keeper, message: Message) -> Message:
    text, keys, known = str(message["text"]), _keys(message), _known(message)
    with keeper.index() as index:
        hits = find(index, text, keys, known=known, most=_most(message))
    return {"hits": hits}


def _candidates(keeper: Keeper, message: Message) -> Message:
    person, keys = int(message["person"]), _keys(message)
    with keeper.index() as index:
        hits = candidates(index, person, keys, most=_most(message))
    return {"hits": hits}


def _compare(keeper: Keeper, message: Message) -> Message:
    one, other = int(message["one"]), int(message["other"])
    shared = [str(sign) for sign in message.get("shared") or ()]
    with keeper.index() as index:
        try:
            features, hit = compared(index, one, other, shared)
        except KeyError:  # one of them is not to be found any more
            return {"features": {}, "hits": []}
    return {"features": features, "hits": [hit]}


def _health(keeper: Keeper, message: Message) -> Message:
    with keeper.index() as index:
        persons = len(index)
    return {
        "persons": persons,
        "tick": keeper.tick,
        "started_from": keeper.started_from,
    }


ANSWERS = {
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
