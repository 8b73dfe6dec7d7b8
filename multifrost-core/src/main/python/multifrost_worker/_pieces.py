"""Calls whose arguments or results come in pieces: what their messages say, and how they run."""

from __future__ import annotations

from collections.abc import Awaitable
from typing import TYPE_CHECKING, Any, Callable

from multifrost_worker import _sources, _upload
from multifrost_worker._context import Call
from multifrost_worker._sources import Source
from multifrost_worker._stream import Stream, Tools
from multifrost_worker._threads import Threads
from multifrost_worker._wire import Limits

if TYPE_CHECKING:
    from multifrost_worker._upload_forms import Arguments

KINDS = frozenset(("credit", "item", "response", "error"))  # of messages for calls that run


def refusal(metadata: dict[str, Any], args: list[Any]) -> str | None:
    """Returns what is wrong with the metadata of a call that wants pieces, or brings them."""
    stream = metadata.get("stream")
    if stream is not None and not (type(stream) is dict and _is_count(stream.get("credit"))):
        return "Field 'stream' of the metadata must be a map with a positive 'credit'"
    upload = metadata.get("upload")
    return None if upload is None else _upload.refusal(upload, len(args))


def receive(kind: str, message: dict[str, Any], call: Call, size: int, problem: str | None) -> None:
    """Takes a part of an argument, or credit for parts of the result.

    problem: why the message cannot be read, if it cannot.
    """
    if kind == "credit":
        if _is_count(message.get("count")):
            call._granted += message["count"]  # first: its function may not have a stream yet
            stream = call._stream  # which another thread may let go of
            if stream is not None:
                stream.grant()
        return
    upload = call._uploads.get(message.get("argument", -1))
    if upload is None:
        return
    if problem is None:
        upload.receive(kind, message, size)
    else:
        call._fail(ValueError(problem))


class Pieces:
    """What is made for calls while they run."""

    def __init__(
        self,
        threads: Threads,
        limits: Limits,
        end: Callable[[Call], None],
        events: Callable[[], Any],
    ) -> None:
        self._tools = Tools(threads, end)
        self._limits = limits
        self._events = events

    def stream(self, call: Call, source: Source) -> Stream:
        """Makes the stream of a call that wants one; it is to be pulled."""
        if source.is_async:
            from multifrost_worker._stream_async import AsyncStream

            return AsyncStream(self._tools, call, source, self._events())
        from multifrost_worker._stream_sync import SyncStream

        return SyncStream(self._tools, call, source)

    async def run_stream(self, call: Call, source: Source) -> None:
        """Answers a call by a stream, from the task that has run its function."""
        stream = self.stream(call, source)
        if source.is_async:
            await stream.run()
        else:
            call._task = None
            call._function.lane.submit(stream.pull)

    def collected(self, call: Call, source: Source) -> Any:
        """Returns all items at once, for a call that wants no stream, or an awaitable for them."""
        collected = _sources.Collected(source, call, self._limits)
        return collected.all_async() if source.is_async else collected.all()

    def fill(self, call: Call, args: list[Any]) -> None:
        """Makes the arguments that come in pieces."""
        self._arguments(call).fill(args)

    def fill_async(self, call: Call, args: list[Any]) -> Awaitable[None]:
        """Does the same on an event loop."""
        return self._arguments(call).fill_async(args)

    def _arguments(self, call: Call) -> Arguments:
        from multifrost_worker._upload_forms import Arguments

        return Arguments(call._function, call._uploads, self._limits)


def _is_count(value: Any) -> bool:
    return type(value) is int and value > 0
