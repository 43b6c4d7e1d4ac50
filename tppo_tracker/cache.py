"""What the cache holds: JSON. Unpickling would run whatever somebody put there."""

from typing import Any

import orjson


class Json:
    """Django's interface of a cache serializer; whole numbers stay countable."""

    def dumps(self, value: Any) -> bytes:
        return orjson.dumps(value)

    def loads(self, data: bytes) -> Any:
        return orjson.loads(data)
