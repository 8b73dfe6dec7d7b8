"""How much of what a service has answered its parents have not read yet."""

from __future__ import annotations

import threading
from collections import deque
from typing import Any

from multifrost_worker import _errors

MAX_BYTES = 256 << 20  # over all parents; from there on, each has its share of it
_TRACKED_BYTES = 64 << 10  # to one parent, after which ZeroMQ is asked to tell of a departure
_SMALL_BYTES = 4 << 10  # of what still gets through then, such as that an answer is dropped
_MAX_IDLE = 10_000  # parents that are remembered though they have read all


class _Owed:
    """What one parent has not read."""

    def __init__(self) -> None:
        self.bytes = 0
        self.since_tracked = 0
        self.untracked = 0  # of these bytes, what is counted
        self.departing: deque[tuple[Any, int]] = deque()
        self.told = False


class Unread:
    """Counts answers, and sends them.

    ZeroMQ queues without an end what a peer does not read, and does not say how much it is. It
    tells when a message has left, and messages leave in order, so one in some tells it for all.
    """

    def __init__(self, most: int = MAX_BYTES) -> None:
        self._most = most
        self._lock = threading.Lock()
        self._bytes = 0
        self._peers: dict[bytes, _Owed] = {}

    def reserve(self, identity: bytes, size: int) -> bool:
        """Counts a message that is about to be sent; False if its parent reads too little for it.

        Open to all threads.
        """
        with self._lock:
            if self._bytes + size > self._most or len(self._peers) > _MAX_IDLE:
                self._forget_read()
            owed = self._peers.setdefault(identity, _Owed())
            most = self._most if size > _SMALL_BYTES else 2 * self._most
            if self._bytes + size > most and owed.bytes + size > most / self._owing():
                if not owed.told:
                    owed.told = True
                    _errors.notice(f"A parent does not read: {owed.bytes} bytes wait for it")
                return False
            self._count(owed, size)
            return True

    def send(self, router: Any, identity: bytes, payload: bytes) -> None:
        """Sends a message that is counted; for the thread of the socket."""
        with self._lock:
            owed = self._peers[identity]
            owed.untracked += len(payload)
            owed.since_tracked += len(payload)
            tracked = owed.since_tracked >= _TRACKED_BYTES
        frames = [identity, b"", payload]
        if not tracked:
            router.send_multipart(frames)
            return
        tracker = router.send_multipart(frames, copy=False, track=True)
        with self._lock:
            owed.departing.append((tracker, owed.untracked))
            owed.untracked = owed.since_tracked = 0

    def _owing(self) -> int:
        return max(1, sum(1 for each in self._peers.values() if each.bytes))

    def _count(self, owed: _Owed, size: int) -> None:
        owed.bytes += size
        self._bytes += size

    def _forget_read(self) -> None:
        for identity, owed in list(self._peers.items()):
            while owed.departing and owed.departing[0][0].done:
                self._count(owed, -owed.departing.popleft()[1])
            if not owed.departing:  # the few bytes after it are taken for read as well
                self._count(owed, -owed.untracked)
                owed.untracked = 0
                owed.told = False
            if not owed.bytes and len(self._peers) > _MAX_IDLE:
                del self._peers[identity]
