"""Reports of progress: not more often than a caller can use them, and the last one always."""

from __future__ import annotations

import contextlib
import threading
import time
from collections.abc import Sequence
from typing import Any, Callable, Protocol

from multifrost_worker import _errors, _wire
from multifrost_worker._context import Call
from multifrost_worker._threads import Threads
from multifrost_worker._zmtp import Buffer

INTERVAL_SECONDS = 0.05  # between two reports of one call


class Peer(Protocol):
    """Who calls: a way for answers back, open to all threads."""

    @property
    def identity(self) -> Any:
        """What tells one peer from another."""

    @property
    def same_clock(self) -> bool:
        """Whether it runs on this machine; else its clock may say something else."""

    @property
    def progress(self) -> Progress:
        """What its callers are told by of progress."""

    def send(self, payload: Sequence[Buffer]) -> bool:
        """Sends one message; False where too much waits already for a peer that does not read."""

    def send_together(self, payloads: Sequence[Sequence[Buffer]]) -> bool:
        """Sends messages one after another; False where not all of them were sent."""

    def shutdown(self) -> None:
        """Does what a peer that says `shutdown` may have done."""


def _text(message: Any) -> str:
    return str(message)[:1024].encode(errors="replace").decode()  # what UTF-8 cannot hold


class _Reports:
    """The reports of one call."""

    def __init__(self) -> None:
        self.lock = threading.Lock()  # held while one is sent, so that they keep their order
        self.latest: dict[str, Any] | None = None  # not sent yet
        self.sent = -INTERVAL_SECONDS
        self.ended = False


class Progress:
    """Sends reports at once or, where the last one is too fresh, from a thread a little later."""

    def __init__(self, threads: Threads, clock: Callable[[], float] = time.monotonic) -> None:
        self._threads = threads
        self._clock = clock
        self._lock = threading.Lock()
        self._calls: dict[Call, _Reports] = {}
        self._sends = False  # whether a thread sends what waits

    def report(self, call: Call, done: float, total: float | None, message: Any) -> None:
        """Takes the newest report of a call."""
        metadata = {
            "done": float(done),  # which may be a number of NumPy, or one that has no form
            "total": None if total is None else float(total),
            "message": None if message is None else _text(message),
        }
        with self._lock:
            reports = self._calls.get(call)
            if reports is None:
                if call._ended:
                    return
                reports = self._calls[call] = _Reports()
        with reports.lock:
            reports.latest = metadata
            if self._clock() - reports.sent >= INTERVAL_SECONDS:
                self._send(call, reports)
                return
        with self._lock:
            if not self._sends:
                # Where no thread can start, it goes with the next report or before the answer
                with contextlib.suppress(RuntimeError):
                    self._threads.run(self._send_later)
                    self._sends = True

    def end(self, call: Call) -> None:
        """Sends the last report of a call; none follows its answer."""
        call._ended = True
        if not call._reported:  # nearly always; who reports from now on finds that it has ended
            return
        with self._lock:
            reports = self._calls.pop(call, None)
        if reports is None:
            return
        with reports.lock:
            self._send(call, reports)
            reports.ended = True

    def _send(self, call: Call, reports: _Reports) -> None:
        latest, reports.latest = reports.latest, None
        if latest is None or reports.ended:
            return
        reports.sent = self._clock()
        call._peer.send([_wire.encode(call._protocol, call.id, "progress", {"metadata": latest})])

    def _send_later(self) -> None:
        while True:
            time.sleep(INTERVAL_SECONDS / 2)
            now = self._clock()
            with self._lock:
                waiting = [each for each in self._calls.items() if each[1].latest is not None]
                if not waiting:
                    self._sends = False
                    return
            for call, reports in waiting:
                try:
                    with reports.lock:
                        if now - reports.sent >= INTERVAL_SECONDS:
                            self._send(call, reports)
                except BaseException as ex:  # those of other calls are still to be sent
                    reports.latest = None
                    _errors.notice(f"A report of progress was not sent: {ex!r}")
