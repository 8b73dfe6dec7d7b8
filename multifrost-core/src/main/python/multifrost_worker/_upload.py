"""Arguments that come in pieces, as many as were granted."""

from __future__ import annotations

import contextlib
import threading
from collections import deque
from typing import TYPE_CHECKING, Any

from multifrost_worker import _wire
from multifrost_worker._errors import DeadlineExceeded
from multifrost_worker._exceptions import CallCancelled, UploadError

if TYPE_CHECKING:
    import asyncio

    from multifrost_worker._context import Call

FIRST_CREDIT = 16  # items that may come before it is known how large they are
LEAST_CREDIT = 4
MOST_CREDIT = 4096
WANTED_BYTES = 256 << 10  # of items on their way, behind which other calls wait
MOST_BYTES = 256 << 20  # of items that have come and were not taken, roughly

_NONE = object()


class UploadEnd(Exception):
    """All items have been read."""


class Upload:
    """One argument that comes in pieces: the reading thread adds items, the function takes them."""

    def __init__(self, call: Call, argument: int, is_binary: bool) -> None:
        self.is_binary = is_binary
        """Whether its items are the chunks of one whole."""
        self._call = call
        self._argument = argument
        self._changed = threading.Condition()
        self._items: deque[Any] = deque()
        self._waiting: list[tuple[asyncio.AbstractEventLoop, asyncio.Future[None]]] = []
        self._granted = 0
        self._received = 0
        self._bytes = 0  # received
        self._target = FIRST_CREDIT  # how much credit is to be outstanding
        self._failure: BaseException | None = None
        self._ended = False  # nothing comes any more that is wanted

    @property
    def taken(self) -> int:
        """How many items the function has taken."""
        return self._received - len(self._items)

    @property
    def mean_bytes(self) -> int:
        """About how large an item is that has come."""
        return self._bytes // self._received + 1 if self._received else 0

    # For the thread that reads from the peer

    def receive(self, kind: str, message: dict[str, Any], size: int) -> None:
        """Takes a message for this argument: items, their end, or the failure of their source."""
        if self._ended:
            return
        if kind == "error":
            self.fail(UploadError(str(message.get("error"))))
            return
        items: list[Any] = []
        if kind == "item":
            found = message["results"] if "results" in message else [message.get("result")]
            items = found if type(found) is list else []
        with self._changed:
            wrong = self._wrong(kind, message.get("seq"), items)
            if wrong is None:
                self._items += items
                self._received += len(items)
                self._bytes += size
                self._ended = kind == "response"
                self._wake()
        if wrong is not None:
            self._call._fail(ValueError(f"Argument {self._argument}: {wrong}"))

    def _wrong(self, kind: str, seq: Any, items: list[Any]) -> str | None:
        if seq != self._received:
            return f"the number {self._received} was to come, and {str(seq)[:40]} came"
        if self._received + len(items) > self._granted:
            return f"{self._received + len(items)} items came, and {self._granted} were granted"
        if self.is_binary and not all(type(each) is bytes for each in items):
            return "its items must be bytes"
        if kind == "item" and not items:
            return "an item message has no items"
        if (len(self._items) + len(items)) * self.mean_bytes > MOST_BYTES:
            return f"{MOST_BYTES} bytes of items wait for {self._call.function}() already"
        return None

    # For all threads

    def fail(self, ex: BaseException) -> None:
        """Has whoever reads meet an exception, behind the items that are there."""
        with self._changed:
            if self._failure is None:
                self._failure = ex
            self._ended = True
            self._wake()

    def interrupt(self, ex: BaseException | None) -> None:
        """Has whoever reads meet an exception at once, by default that the call is cancelled."""
        with self._changed:
            self._items.clear()
            self._failure = ex or CallCancelled("the caller has given the call up")
            self._ended = True
            self._wake()

    def close(self) -> None:
        """Takes no more, and tells the other side so."""
        with self._changed:
            self._items.clear()
            if self._ended:
                return
            self._ended = True
            self._wake()
        self._say("cancel", {})

    def _wake(self) -> None:
        self._changed.notify_all()
        waiting, self._waiting = self._waiting, []
        for loop, future in waiting:
            with contextlib.suppress(RuntimeError):  # a function has closed its event loop
                loop.call_soon_threadsafe(_set, future)

    # For the function

    def grant(self) -> None:
        """Lets more items come, where few of those that may come are outstanding."""
        with self._changed:
            outstanding = self._granted - self.taken
            if self._ended or outstanding > self._target // 2:
                return
            if self._received:
                wanted = min(WANTED_BYTES // self.mean_bytes, MOST_CREDIT, 2 * self._target)
                self._target = max(LEAST_CREDIT, wanted)
            count = self._target - outstanding
            if count <= 0:
                return
            self._granted += count
        self._say("credit", {"count": count})

    def take(self) -> Any:
        """Waits for the next item.

        Raises UploadEnd after the last one, UploadError where its source has failed, CallCancelled,
        and DeadlineExceeded at the deadline of the call.
        """
        while True:
            item = self._pop()
            if item is not _NONE:
                return item
            with self._changed:
                if not self._is_over():
                    remaining = self._call.remaining()
                    self._changed.wait(min(remaining, threading.TIMEOUT_MAX))

    async def take_async(self) -> Any:
        """Does the same on an event loop."""
        import asyncio

        while True:
            item = self._pop()
            if item is not _NONE:
                return item
            with self._changed:
                if self._is_over():
                    continue
                loop = asyncio.get_running_loop()
                future: asyncio.Future[None] = loop.create_future()
                waiting = (loop, future)
                self._waiting.append(waiting)
            timer = None
            if self._call.deadline is not None:
                timer = loop.call_later(self._call.remaining(), _set, future)
            try:
                await future
            finally:
                if timer is not None:
                    timer.cancel()
                with self._changed:
                    if waiting in self._waiting:  # the function has given up to wait
                        self._waiting.remove(waiting)

    def _pop(self) -> Any:
        try:
            item = self._items.popleft()  # which another thread may have cleared
        except IndexError:
            return _NONE
        if self._granted - self._received + len(self._items) <= self._target >> 1:
            self.grant()
        return item

    def _is_over(self) -> bool:
        """Returns whether an item has come meanwhile; raises what take raises otherwise."""
        if self._items:
            return True
        if self._failure is not None:
            raise self._failure
        if self._ended:
            raise UploadEnd
        if self._call.remaining() <= 0:
            raise DeadlineExceeded("the arguments were not all there at the deadline of the call")
        return False

    def _say(self, kind: str, fields: dict[str, Any]) -> None:
        call = self._call
        fields["argument"] = self._argument
        call._peer.send([_wire.encode(call._protocol, call.id, kind, fields)])


def _set(future: asyncio.Future[None]) -> None:
    if not future.done():
        future.set_result(None)


def uploads(call: Call) -> dict[int, Upload]:
    """Makes the arguments of a call that come in pieces, as its metadata names them."""
    return {
        each["argument"]: Upload(call, each["argument"], each.get("bytes") is True)
        for each in call.metadata.get("upload") or ()
    }


def refusal(named: Any, count: int) -> str | None:
    """Returns what is wrong with the metadata that names them, of a call with so many arguments."""
    if type(named) is not list or len(named) > count:
        return "Field 'upload' of the metadata must be an array with one map for an argument"
    for each in named:
        argument = each.get("argument") if type(each) is dict else None
        if type(argument) is not int or not 0 <= argument < count:
            return f"An entry of 'upload' in the metadata must have an 'argument' below {count}"
    return None
