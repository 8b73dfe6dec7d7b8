"""Streams of generators and iterators, which are pulled only while their reader grants credit.

A stream whose credit is used up is parked: it has no thread, and goes on with another one. Its
place in the lane of its function is free meanwhile, unless the function says itself how many of its
calls may run at once.
"""

from __future__ import annotations

import contextvars
import threading
import time
from itertools import islice
from typing import Callable

from multifrost_worker import _answers, _errors
from multifrost_worker._answers import Payload
from multifrost_worker._context import Call
from multifrost_worker._outflow import Outflow, Sender, packing
from multifrost_worker._sources import Source
from multifrost_worker._threads import Threads
from multifrost_worker._timers import Timers

SHARE = 256  # items between two looks at the clock
TURN_SECONDS = 0.02  # after which a stream lets others of its lane go first
LEADS_SECONDS = 0.001  # after which it leaves the thread that reads
UNREAD = RuntimeError("the peer does not read")
MOST_CREDIT = 1 << 31


class Streams:
    """What the streams of a worker have in common."""

    def __init__(self, threads: Threads, end: Callable[[Call], None]) -> None:
        self.threads = threads
        self.sender = Sender(threads)
        self.timers = Timers(threads)
        self.end = end  # of a call

    def begin(self, call: Call, source: Source) -> Stream:
        """Makes the stream of a call that wants one; it does not run yet."""
        stream = Stream(self, call, source)
        call._stream = stream
        if call.cancelled:  # who cancelled it may not have seen the stream
            stream.cancel()
        if call.deadline is not None:
            self.timers.set(stream, call.remaining(), stream.exceed_deadline)
        return stream

    def forget(self, stream: Stream) -> None:
        """Sends the last report of progress before the end of a stream is sent."""
        if stream._call.deadline is not None:
            self.timers.unset(stream)
        stream._call._peer.progress.end(stream._call)


class Stream:
    """One stream. Its items are made by one thread at a time; all else is open to all threads."""

    def __init__(self, streams: Streams, call: Call, source: Source) -> None:
        wanted = call.metadata["stream"]
        self._streams = streams
        self._call = call
        self._source = source
        self._out = Outflow(call, streams.sender, wanted.get("batch") is True, self._end_unread)
        self._context = contextvars.copy_context()  # which one thread at a time may be in
        self._lock = threading.Lock()
        self._credit: int = min(wanted["credit"], MOST_CREDIT)
        self._parked = False
        self._stopped = False  # whether it is to end before its time
        self._reason: BaseException | None = None  # why; None where its caller gave it up

    def grant(self, count: int) -> None:
        """Lets so many more items be made."""
        with self._lock:
            self._credit = min(self._credit + count, MOST_CREDIT)
            if not self._parked:
                return
            self._parked = False
        self._go_on()

    def cancel(self) -> None:
        """Closes the generator, and has nothing more sent."""
        self._stop(None)

    def exceed_deadline(self) -> None:
        """Ends it with an error."""
        self._stop(_errors.DeadlineExceeded("the stream was not over at the deadline of its call"))

    def fail(self, ex: BaseException) -> None:
        """Ends it with an error that is not the function's."""
        self._stop(ex)

    def _end_unread(self) -> None:
        self._stop(UNREAD)

    def _stop(self, reason: BaseException | None) -> None:
        with self._lock:
            if self._stopped:
                return
            self._reason = reason
            self._stopped = True
            if not self._parked:
                return
            self._parked = False
        self._go_on()

    def _go_on(self) -> None:
        function = self._call._function
        if function.limited:
            self._streams.threads.run(self._pull_in_place)
        elif self._stopped:  # what others of its function do must not hold this up
            self._streams.threads.run(self._pull_alone)
        else:
            function.lane.submit(self.pull)

    def _pull_in_place(self) -> None:
        if not self.pull():
            self._call._function.lane.leave()

    def _pull_alone(self) -> None:
        self.pull()

    def pull(self, leads: bool = False) -> bool:
        """Makes items until the credit is used up, and the end if it comes before.

        leads: whether others wait for this thread, so that it goes on with another one soon.
        Returns whether it keeps its place in the lane of its function.
        """
        function = self._call._function
        end_of_turn = time.perf_counter() + (LEADS_SECONDS if leads else TURN_SECONDS)
        try:
            while True:
                share = self._share()
                if not share:
                    return function.limited
                if self._stopped:
                    self._finish(self._last_words())
                    return False
                if self._context.run(self._pull_some, share) and not self._stopped:
                    self._finish(_answers.end_of_stream(self._call, self._out.count))
                    return False
                if time.perf_counter() > end_of_turn:
                    if leads or (function.lane.crowded and not function.limited):
                        self._go_on()
                        return function.limited
                    end_of_turn = time.perf_counter() + TURN_SECONDS
        except BaseException as ex:  # a function may fail, the worker goes on
            self._finish(_answers.error(self._call, ex))
            return False

    def _share(self) -> int:
        """Takes some of the credit; where there is none, the stream is parked."""
        if not self._credit:
            self._out.flush()
        with self._lock:
            if self._stopped:
                return 1
            share = min(self._credit, SHARE)
            self._credit -= share
            self._parked = share == 0
            return share

    def _pull_some(self, share: int) -> bool:
        """Makes so many items, and returns whether there were fewer."""
        put, packed = self._out.put, packing(self._call, self._out)
        left = share
        for item in islice(self._source.items, share):
            left -= 1
            put(packed(item))
            if self._stopped:
                return False
        return left > 0

    def _last_words(self) -> Payload | None:
        if self._reason is None:
            return None
        if self._reason is UNREAD:
            return _answers.unread(self._call)
        return _answers.error(self._call, self._reason)

    def _finish(self, last: Payload | None) -> None:
        with self._lock:
            self._stopped = True  # it is not to be stopped or parked any more
        self._streams.forget(self)
        if not self._out.close(last):
            self._call._peer.send(_answers.unread(self._call))
        try:
            self._context.run(self._source.close)
        except BaseException as ex:
            _errors.notice(f"{self._call.function}() failed at its end: {_errors.trace(ex)}")
        self._streams.end(self._call)
