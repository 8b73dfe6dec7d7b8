"""What counts as a stream among the results of functions, and how its items are had."""

from __future__ import annotations

import io
from collections.abc import Iterator
from types import AsyncGeneratorType, GeneratorType
from typing import Any, Callable, NamedTuple

from multifrost_worker import _values
from multifrost_worker._context import Call
from multifrost_worker._wire import Limits

CHUNK_BYTES = 64 << 10  # of a file

ORDINARY = _values.LEAVES | {list, tuple, dict, set}


class Source(NamedTuple):
    """Where the items of a stream come from."""

    items: Any  # an iterator, or an asynchronous one
    close: Callable[[], Any]  # where that is asynchronous, it returns an awaitable or None
    is_async: bool = False
    is_binary: bool = False  # whether its items are the chunks of one whole


def find(result: Any) -> Source | None:
    """Returns the source of a result that is a stream: generators, iterators and open files."""
    kind = type(result)
    if kind in ORDINARY:
        return None
    if kind is GeneratorType:
        return Source(result, result.close)
    if kind is AsyncGeneratorType:
        return Source(result, result.aclose, is_async=True)
    if _is_file(result):
        binary = not isinstance(result, io.TextIOBase) and not hasattr(result, "encoding")
        items = _chunks(result) if binary else iter(result)
        return Source(items, result.close, is_binary=binary)
    if hasattr(kind, "__next__") and hasattr(kind, "__iter__"):
        return Source(iter(result), _closing(result, "close"))
    if hasattr(kind, "__aiter__"):
        items = result.__aiter__()
        return Source(items, _closing(items, "aclose"), is_async=True)
    return None


class Collected:
    """The items of a stream that is answered as a whole.

    Its bounds are those of a message; what is beyond them raises OverflowError.
    """

    def __init__(self, source: Source, call: Call, limits: Limits) -> None:
        self._source = source
        self._call = call
        self._found: list[Any] = []
        self._size = 0
        self._most = limits.binary_bytes if source.is_binary else limits.elements
        self._room = limits.message_bytes

    def all(self) -> Any:
        """Returns a list, or the bytes of a file; not for what is asynchronous."""
        try:
            for item in self._source.items:
                if self._call.cancelled:
                    break
                self._add(item)
        finally:
            self._source.close()
        return self._whole()

    async def all_async(self) -> Any:
        """Does the same for what is asynchronous."""
        try:
            async for item in self._source.items:
                self._add(item)
        finally:
            closing = self._source.close()
            if closing is not None:
                await closing
        return self._whole()

    def _add(self, item: Any) -> None:
        self._size += len(item) if self._source.is_binary else 1
        if self._size > self._most:
            unit = "bytes" if self._source.is_binary else "results"
            raise OverflowError(f"{self._call.function}() yields more than {self._most} {unit}")
        self._room -= _least_bytes(item)
        if self._room < 0:
            raise OverflowError(f"{self._call.function}() yields more than fits into one message")
        self._found.append(item)

    def _whole(self) -> Any:
        return b"".join(self._found) if self._source.is_binary else self._found


def _least_bytes(item: Any) -> int:
    """How many bytes an item takes in a message at least."""
    try:
        return max(1, int(getattr(item, "nbytes", 0)) or len(item))
    except Exception:  # it has no length
        return 1


def _is_file(result: Any) -> bool:
    if isinstance(result, io.IOBase):
        return True
    # What wraps a file, as tempfile does, has its methods and not its class
    return callable(getattr(result, "read", None)) and callable(getattr(result, "readline", None))


def _chunks(file: Any) -> Iterator[bytes]:
    while True:
        chunk = file.read(CHUNK_BYTES)
        if not chunk:
            return
        yield chunk


def _closing(items: Any, name: str) -> Callable[[], Any]:
    return getattr(items, name, None) or _nothing


def _nothing() -> None:
    """Closes what need not be closed."""
