"""What a function may know about the call that it answers."""

from __future__ import annotations

import math
import time
from contextvars import ContextVar
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import asyncio

    from multifrost_worker._functions import Function
    from multifrost_worker._progress import Peer

_FURTHEST = 1e12  # seconds since 1970; what is beyond counts as no deadline


class Call:
    """A call that is answered."""

    __slots__ = (
        "_args",
        "_begun",
        "_ended",
        "_function",
        "_key",
        "_kwargs",
        "_peer",
        "_protocol",
        "_task",
        "cancelled",
        "deadline",
        "id",
        "metadata",
    )

    def __init__(
        self,
        function: Function,
        message: dict[str, Any],
        args: list[Any],
        peer: Peer,
    ) -> None:
        metadata = message.get("metadata")
        self.id: str = message["id"]
        """The id of the call's message."""
        self.metadata: dict[str, Any] = metadata if type(metadata) is dict else {}
        """All that came along with the call beside its arguments."""
        self.deadline: float | None = None
        """When the caller stops waiting, in seconds since 1970, or None."""
        self.cancelled = False
        """Whether the caller has given the call up: what is still done is done for nobody."""
        time_of_end = self.metadata.get("deadline") if self.metadata else None
        if type(time_of_end) in (int, float) and 0 < time_of_end <= _FURTHEST:  # type: ignore[operator]
            self.deadline = time_of_end
        self._protocol: str = message["app"]
        self._function = function
        self._args = args
        self._kwargs: dict[str, Any] = self.metadata.get("kwargs") or {} if self.metadata else {}
        self._peer = peer
        self._key = (peer.identity, self.id)
        self._begun = False
        self._ended = False
        self._task: asyncio.Task[None] | None = None

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
        accepted = self.metadata.get("accept")
        if type(accepted) is list and "progress" in accepted:
            self._peer.progress.report(self, done, total, message)

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
