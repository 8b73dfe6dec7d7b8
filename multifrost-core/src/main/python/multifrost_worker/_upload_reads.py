"""What a function gets for an argument that comes in pieces: items, or a file."""

from __future__ import annotations

import io
from types import TracebackType
from typing import Any, Callable

from multifrost_worker._upload import Upload, UploadEnd
from multifrost_worker._wire import Limits

Converter = Callable[[Any, int], Any]  # of an item and its number


class Items:
    """The items, for `for` and `async for`; closed, it lets no more come."""

    def __init__(self, upload: Upload, convert: Converter | None = None) -> None:
        self._upload = upload
        self._convert = convert
        upload.grant()

    def __iter__(self) -> Items:
        return self

    def __next__(self) -> Any:
        try:
            return self._converted(self._upload.take())
        except UploadEnd:
            raise StopIteration from None

    def __aiter__(self) -> Items:
        return self

    async def __anext__(self) -> Any:
        try:
            return self._converted(await self._upload.take_async())
        except UploadEnd:
            raise StopAsyncIteration from None

    def _converted(self, item: Any) -> Any:
        return item if self._convert is None else self._convert(item, self._upload.taken - 1)

    def close(self) -> None:
        """Lets no more come; the other side is told."""
        self._upload.close()

    async def aclose(self) -> None:
        """Does what `close` does."""
        self._upload.close()

    def __enter__(self) -> Items:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        ex: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._upload.close()


class _Raw(io.RawIOBase):
    """The chunks as a file; BufferedReader adds what readers want."""

    def __init__(self, items: Items) -> None:
        self._items = items
        self._rest = memoryview(b"")

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        while not self._rest:
            chunk = next(self._items, None)
            if chunk is None:
                return 0
            self._rest = memoryview(chunk)
        target = memoryview(buffer).cast("B")
        count = min(len(target), len(self._rest))
        target[:count] = self._rest[:count]
        self._rest = self._rest[count:]
        return count

    def close(self) -> None:
        self._items.close()
        super().close()


def file(items: Items) -> io.BufferedReader:
    """Returns the chunks as a file that is read once, from its begin to its end."""
    return io.BufferedReader(_Raw(items), 64 << 10)


class Whole:
    """All items at once, within the limits of one message."""

    def __init__(self, upload: Upload, limits: Limits) -> None:
        self._upload = upload
        self._limits = limits
        self._found: list[Any] = []
        self._bytes = 0

    def all(self) -> Any:
        """Waits for all, and returns a list, or the bytes; see `Upload.take` for what it raises.

        Raises OverflowError where it is too much.
        """
        self._upload.grant()
        try:
            while True:
                self._add(self._upload.take())
        except UploadEnd:
            return self._whole()

    async def all_async(self) -> Any:
        """Does the same on an event loop."""
        self._upload.grant()
        try:
            while True:
                self._add(await self._upload.take_async())
        except UploadEnd:
            return self._whole()

    def _add(self, item: Any) -> None:
        self._found.append(item)
        limits = self._limits
        if self._upload.is_binary:
            self._bytes += len(item)
            most, now, unit = limits.binary_bytes, self._bytes, "bytes"
        else:
            most, now, unit = limits.elements, len(self._found), "items"
            if self._upload.mean_bytes * now > limits.message_bytes:
                most, now, unit = limits.message_bytes, self._upload.mean_bytes * now, "bytes"
        if now > most:
            self._upload.close()
            raise OverflowError(
                f"an argument in pieces has more than {most} {unit}: take an iterator or a file"
            )

    def _whole(self) -> Any:
        return b"".join(self._found) if self._upload.is_binary else self._found
