"""Items on their way to a caller: an item alone leaves at once, those that gather leave together.

What an item becomes is made when it is yielded, since a function may go on to change it.
"""

from __future__ import annotations

import queue
import threading
import time
from collections import deque
from collections.abc import Iterator
from typing import Any, Callable, Union

import msgpack

from multifrost_worker import _arrays, _compress, _errors, _values, _wire
from multifrost_worker._answers import Payload
from multifrost_worker._context import Call
from multifrost_worker._threads import Threads

ALONE_SECONDS = 50e-6  # since something left, after which an item does not wait for others
MESSAGE_ITEMS = 512  # at most, in one message
MESSAGE_BYTES = 32 << 10  # beyond which a message takes no further item
GATHERED_BYTES = 256 << 10  # beyond which the one who makes items sends them itself
_IDLE_SECONDS = 30.0

UNREAD = RuntimeError("the peer does not read")

Packed = Union[bytes, tuple[bytes, bytes]]  # an array of numbers has a head and its elements


class Sender:
    """The thread that sends what has gathered, for all streams; there is none without streams."""

    def __init__(self, threads: Threads) -> None:
        self._threads = threads
        self._waiting: queue.SimpleQueue[Outflow] = queue.SimpleQueue()
        self._lock = threading.Lock()
        self._runs = False

    def put(self, outflow: Outflow) -> None:
        """Has what gathers there sent soon."""
        self._waiting.put(outflow)
        if not self._runs:
            with self._lock:
                if self._runs:
                    return
                self._threads.run(self._work)  # where no thread can start, nothing runs
                self._runs = True

    def _work(self) -> None:
        while True:
            try:
                outflow = self._waiting.get(timeout=_IDLE_SECONDS)
            except queue.Empty:
                with self._lock:
                    self._runs = False  # before the look, so that who puts meanwhile starts one
                    if self._waiting.empty():
                        return
                    self._runs = True
                continue
            try:
                outflow.flush()
            except BaseException as ex:  # the other streams go on
                self._fail(outflow, ex)
            del outflow  # so that nothing of it lives on while the thread waits

    @staticmethod
    def _fail(outflow: Outflow, ex: BaseException) -> None:
        try:
            outflow.fail(ex)
        except BaseException as again:
            _errors.notice(f"A stream that could not be sent did not end: {again!r}")


def packing(call: Call, outflow: Outflow) -> Callable[[Any], Packed]:
    """Returns what packs the next items of a stream, one thread at a time.

    It raises what `_values.pack` raises, with the function and the item named.
    """
    pack = _values.packer()
    leaves = _values.LEAVES
    arrays = call._accepts(_arrays.FEATURE)

    def packed(item: Any) -> Packed:
        if type(item) in leaves:
            try:
                return pack(item)
            except Exception:
                return again(item)
        if arrays:
            array = _arrays.pack(item)
            if array is not None:
                head, elements = array  # which are not in a file here
                return head, elements
        try:
            found = pack(item)
            _values.check_keys(item)
            return found
        except Exception:
            return again(item)

    def again(item: Any) -> bytes:
        name = f"{call.function}(): result[{outflow.count}]"
        try:
            return _values.pack(item, name)
        except ValueError as ex:
            if isinstance(ex, UnicodeError):
                raise
            raise ValueError(f"{name}: {ex}") from None

    shrink = _compress.compressor(call)
    if shrink is None:
        return packed
    join = shrink

    def shrunk(item: Any) -> Packed:
        found = packed(item)
        return join(found if isinstance(found, bytes) else b"".join(found))

    return shrunk


class Outflow:
    """What one stream sends.

    Items are put by one thread at a time. They are sent by it, or by the sender, whose turn comes
    when the one who makes them waits, or has worked for a moment.
    """

    def __init__(self, call: Call, sender: Sender, batch: bool):
        self.count = 0
        """How many items have been put."""
        self.fail = call._interrupt  # ends the stream with an error
        self._peer = call._peer
        self._sender = sender
        self._most = MESSAGE_ITEMS if batch else 1
        self._head = _wire.head_of_items(call._protocol, call.id)
        self._gathered: deque[Packed] = deque()
        self._bytes = 0  # gathered, roughly: two threads count them
        self._scheduled = False  # whether the sender is about to look here
        self._left = 0.0  # when something left last
        self._sending = threading.Lock()  # whoever has it takes all that has gathered
        self._sent = 0
        self._closed = False

    def put(self, item: Packed) -> None:
        """Sends an item now, or leaves it to the sender."""
        self.count += 1
        self._gathered.append(item)
        self._bytes += len(item) if isinstance(item, bytes) else len(item[0]) + len(item[1])
        if self._scheduled:
            if self._bytes > GATHERED_BYTES:
                self.flush()
        elif self._bytes > MESSAGE_BYTES or time.perf_counter() - self._left > ALONE_SECONDS:
            self.flush()
        else:
            self._scheduled = True
            self._sender.put(self)

    def flush(self) -> None:
        """Sends what has gathered."""
        with self._sending:
            # First: what is put after it asks for the sender again
            self._scheduled = False
            payloads = self._take()
            if payloads and not self._peer.send_together(payloads):
                self._closed = True
                self.fail(UNREAD)
            self._left = time.perf_counter()

    def close(self, last: Payload | None) -> bool:
        """Sends what has gathered, and what comes after it, or nothing at all; ends it.

        Returns False where what had to be sent was not, since too much waits for the peer already.
        """
        with self._sending:
            if last is None:
                self._gathered.clear()
            payloads = self._take()
            broken, self._closed = self._closed, True
            if last is None:
                return True
            return not broken and self._peer.send_together([*payloads, last])

    def _take(self) -> list[Payload]:
        gathered = self._gathered
        items = [gathered.popleft() for _ in range(len(gathered))]
        self._bytes = 0
        return [] if self._closed else list(self._messages(items))

    def _messages(self, items: list[Packed]) -> Iterator[Payload]:
        part: list[bytes] = []
        size = 0
        for item in items:
            if type(item) is tuple:
                if part:
                    yield self._message(part)
                    part, size = [], 0
                yield [self._start(1) + item[0], item[1]]
                continue
            if part and (len(part) == self._most or size + len(item) > MESSAGE_BYTES):
                yield self._message(part)
                part, size = [], 0
            part.append(item)  # type: ignore[arg-type]
            size += len(item)
        if part:
            yield self._message(part)

    def _message(self, part: list[bytes]) -> Payload:
        start = self._start(len(part))
        if len(part) == 1 and len(part[0]) > 4096:
            return [start, part[0]]
        return [start + b"".join(part)]

    def _start(self, count: int) -> bytes:
        seq: bytes = msgpack.packb(self._sent)
        self._sent += count
        moment = _wire.double(time.time())
        if count == 1:
            return self._head + moment + b"\xa3seq" + seq + b"\xa6result"
        return (
            self._head + moment + b"\xa3seq" + seq + b"\xa7results\xdc" + count.to_bytes(2, "big")
        )
