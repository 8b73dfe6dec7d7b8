"""What a function may know about the call that it answers."""

from __future__ import annotations

import math
import time
from collections.abc import Mapping
from contextvars import ContextVar
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Callable

if TYPE_CHECKING:
    import asyncio

    from multifrost_worker._files import Loans
    from multifrost_worker._functions import Function
    from multifrost_worker._progress import Peer
    from multifrost_worker._stream import Stream
    from multifrost_worker._upload import Upload

_FURTHEST = 1e12  # seconds since 1970; what is beyond counts as no time


def _is_time(value: Any) -> bool:
    return type(value) in (int, float) and 0 < value <= _FURTHEST


class Call:
    """A call that is answered."""

    cancelled = False
    """Whether the caller has given the call up: what is still done is done for nobody."""
    deadline: float | None = None
    """When the caller stops waiting, in seconds since 1970 by the clock of here, or None."""

    _begun = False
    _ended = False
    _reported = False
    _has_arrays = False  # whether arguments are arrays, or in files
    _loans: Loans | None = None
    _size = 0  # of its message, where that is large
    _kwargs: Mapping[str, Any] = MappingProxyType({})
    _task: asyncio.Task[None] | None = None
    _stream: Stream | None = None  # of its results
    _granted = 0  # items that they may have more than the call has asked for at first
    _uploads: Mapping[int, Upload] = MappingProxyType({})  # the arguments that come in pieces
    _failure: BaseException | None = None  # of what came from its caller

    def __init__(
        self,
        function: Function,
        message: dict[str, Any],
        args: list[Any],
        peer: Peer,
    ) -> None:
        self.id: str = message["id"]
        """The id of the call's message."""
        metadata = message.get("metadata")
        self.metadata: dict[str, Any] = metadata if type(metadata) is dict else {}
        """All that came along with the call beside its arguments."""
        self._protocol: str = message["app"]
        self._function = function
        self._args = args
        self._peer = peer
        self._key = (peer.identity, self.id)
        if metadata:
            time_of_end: Any = self.metadata.get("deadline")
            if _is_time(time_of_end):
                sent: Any = message.get("timestamp")
                if not peer.same_clock and _is_time(sent):
                    # What the call was given when it was sent, from now, by the clock of here
                    time_of_end += time.time() - sent
                self.deadline = time_of_end
            kwargs = self.metadata.get("kwargs")
            if kwargs:
                self._kwargs = kwargs

    @property
    def function(self) -> str:
        """The name of the function as it is served."""
        return self._function.name

    @property
    def correlation_id(self) -> str | None:
        """The id by which the caller correlates what belongs together, or None."""
        return self._text("correlation_id")

    @property
    def traceparent(self) -> str | None:
        """The caller's trace, as W3C Trace Context writes it, or None."""
        return self._text("traceparent")

    def remaining(self) -> float:
        """Returns the seconds until the deadline: 0 where it has passed, infinite without one."""
        if self.deadline is None:
            return math.inf
        return max(0.0, self.deadline - time.time())

    def progress(self, done: float, total: float | None = None, message: str | None = None) -> None:
        """Tells the caller how far the call is, where the caller wants to know.

        May be called as often as you like, from any thread: at most one report each 50 ms is sent,
        and the last one always.
        """
        if self._accepts("progress"):
            self._reported = True
            self._peer.progress.report(self, done, total, message)

    @property
    def _in_pieces(self) -> bool:
        return bool(self._uploads) or self.metadata.get("stream") is not None

    def _interrupt(self, ex: BaseException | None = None) -> None:
        """Wakes what waits for arguments, and stops what makes results."""
        for upload in self._uploads.values():
            upload.interrupt(ex)
        stream = self._stream  # which another thread may let go of
        if stream is not None:
            stream.stop(ex)

    def _fail(self, ex: BaseException) -> None:
        """Has the call end with an error, whatever its function makes of it."""
        self._failure = ex
        self._interrupt(ex)

    def _before_end(self) -> None:
        """Sends what has to come before the last message."""
        if self._uploads:
            for upload in self._uploads.values():
                self._tried(upload.close)
        self._tried(lambda: self._peer.progress.end(self))

    def _tried(self, step: Callable[[], None]) -> None:
        try:
            step()
        except Exception as ex:  # the last message is sent whatever fails before it
            from multifrost_worker import _errors

            _errors.notice(f"The end of {self.function}() has failed: {_errors.trace(ex)}")

    def _let_go(self) -> None:
        """Forgets what it holds when it has ended, which may know the call: no cycle keeps it."""
        self._args = []
        self._kwargs = MappingProxyType({})
        self._uploads = MappingProxyType({})
        self._stream = None

    def _accepts(self, feature: str) -> bool:
        accepted = self.metadata.get("accept")
        return type(accepted) is list and feature in accepted

    def _text(self, key: str) -> str | None:
        value = self.metadata.get(key)
        return value if isinstance(value, str) else None


current: ContextVar[Call] = ContextVar("multifrost_call")


def call() -> Call:
    """Returns the call that is answered here.

    Raises RuntimeError where there is none, such as on a thread that a function has started: hand
    the call on to it.
    """
    found = current.get(None)
    if found is None:
        raise RuntimeError(
            "No call is answered here: ask for it in the function that is called, and hand it on to"
            " the threads that it starts"
        )
    return found


def progress(done: float, total: float | None = None, message: str | None = None) -> None:
    """Tells the caller how far its call is: `call().progress(...)`; outside of calls, nothing."""
    found = current.get(None)
    if found is not None:
        found.progress(done, total, message)
