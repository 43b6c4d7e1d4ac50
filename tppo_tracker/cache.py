"""The cache: JSON in Redis. Unpickling would run whatever somebody put there."""

from functools import cached_property
from typing import Any

import orjson
import redis
from django.core.cache.backends.redis import RedisCache, RedisCacheClient


class Json:
    """Django's interface of a cache serializer; whole numbers stay countable."""

    def dumps(self, value: Any) -> bytes:
        return orjson.dumps(value)

    def loads(self, data: bytes) -> Any:
        return orjson.loads(data)


class _Client(RedisCacheClient):
    """One client for all commands: Django makes one for each, at twice their cost."""

    def get_client(self, key: Any = None, *, write: bool = False) -> redis.Redis:
        return self._kept

    @cached_property
    def _kept(self) -> redis.Redis:
        return super().get_client(write=True)


class Redis(RedisCache):
    """Django's cache backend, on the one server of REDIS_URL."""

    def __init__(self, server: str, params: dict[str, Any]) -> None:
        super().__init__(server, params)
        self._class = _Client
