"""Parents that have gone from a service; for the thread of its socket."""

from __future__ import annotations

from types import TracebackType
from typing import Any, Callable

import zmq
from zmq.utils.monitor import recv_monitor_message

from multifrost_worker._curve import Refusals


class Departures:
    """Tells of the parents to watch that their connection has been closed.

    ZeroMQ tells it of the number of a connection alone, and with each message the number by which
    it came.
    """

    def __init__(self, router: Any, on_gone: Callable[[bytes], None]) -> None:
        self._router = router
        self._on_gone = on_gone
        self._watched: dict[int, bytes] = {}
        self._refusals = Refusals()
        self.events = router.get_monitor_socket(
            zmq.EVENT_DISCONNECTED
            | zmq.EVENT_HANDSHAKE_FAILED_PROTOCOL
            | zmq.EVENT_HANDSHAKE_FAILED_NO_DETAIL
        )
        """Where something is to be read when it is time to look."""

    def __enter__(self) -> Departures:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        ex: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._router.disable_monitor()
        self.events.close(0)

    def watch(self, identity: bytes, frame: Any) -> None:
        """Watches the parent from which a frame has come."""
        number = frame.get(zmq.SRCFD)
        if self._watched.get(number) != identity:
            self.look()  # the number may have been another's, who has gone before this frame came
            self._watched[number] = identity

    def look(self) -> None:
        """Tells of those that have gone since the last look."""
        while self.events.poll(0):
            event = recv_monitor_message(self.events)
            if event["event"] != zmq.EVENT_DISCONNECTED:
                self._refusals.add("it did not shake hands as this service does, with the same key")
                continue
            identity = self._watched.pop(event["value"], None)
            if identity is not None:
                self._on_gone(identity)
