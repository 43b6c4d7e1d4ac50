"""What is said over the socket: one line of JSON asks, one line answers.

    {"do": "search", "text": …, "keys": […], "known": {…}, "most": 25} → {"hits": […]}
    {"do": "candidates", "person": 7, "keys": […], "most": 25}        → {"hits": […]}
    {"do": "compare", "one": 7, "other": 9}   → {"features": {…}, "hits": […]}
    {"do": "health"}                    → {"persons": …, "tick": …, "started_from": …}

A hit is [person, score, [[sign, part], …], alike]. What cannot be answered is
{"error": …}, whose words repeat nothing of what was asked.
"""

import json
from typing import Any

LONGEST = 1 << 20  # bytes of a line

Message = dict[str, Any]


def line(message: Message) -> bytes:
    return json.dumps(message, separators=(",", ":")).encode() + b"\n"
