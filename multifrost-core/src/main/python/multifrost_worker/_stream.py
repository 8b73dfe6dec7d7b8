"""What all streams have: their credit, their end, and who may end them before their time."""

from __future__ import annotations

import threading
from typing import Callable

from multifrost_worker import _answers, _errors
from multifrost_worker._answers import Payload
from multifrost_worker._context import Call
from multifrost_worker._outflow import UNREAD, Outflow, Sender
from multifrost_worker._sources import Source
from multifrost_worker._threads import Threads
from multifrost_worker._timers import Timers

SHARE = 256  # items between two looks around


class Tools:
    """What the streams of a worker share."""

    def __init__(self, threads: Threads, end: Callable[[Call], None]) -> None:
        self.threads = threads
        self.sender = Sender(threads)
        self.timers = Timers(threads)
        self.end = end  # of a call


class Stream:
    """One stream. Its items are made by one thread at a time; all else is open to all threads."""

    def __init__(self, tools: Tools, call: Call, source: Source) -> None:
        wanted = call.metadata["stream"]
        self._tools = tools
        self._call = call
        self._source = source
        self._out = Outflow(call, tools.sender, wanted.get("batch") is True)
        self._lock = threading.Lock()
        self._asked: int = wanted["credit"]
        self._used = 0  # of the credit
        self._parked = False
        self._stopped = False  # whether it is to end before its time
        self._reason: BaseException | None = None  # why; None where its caller gave it up
        call._stream = self
        if call.cancelled or call._failure is not None:  # before there was a stream to tell it to
            self.stop(call._failure)
        if call.deadline is not None:
            tools.timers.set(self, call.remaining(), self._exceed_deadline)

    def pull(self, leads: bool = False) -> bool:
        """Makes items until the credit is used up, and the end if it comes before.

        leads: whether others wait for this thread, so that it goes on with another one soon.
        Returns whether it keeps its place in the lane of its function.
        """
        raise NotImplementedError

    async def run(self) -> None:
        """Makes all items; for a task of the event loop, and what is asynchronous."""
        raise NotImplementedError

    def grant(self) -> None:
        """Goes on, where it waits for the credit that its call has been granted."""
        with self._lock:
            if not self._parked:
                return
            self._parked = False
        self._resume()

    def _exceed_deadline(self) -> None:
        self._call._interrupt(
            _errors.DeadlineExceeded("the stream was not over at the deadline of its call")
        )

    def stop(self, reason: BaseException | None) -> bool:
        """Ends it before its time, with an error or, where the reason is None, without a word.

        Returns whether this is what ends it.
        """
        with self._lock:
            if self._stopped:
                return False
            self._reason = reason
            self._stopped = True
            parked, self._parked = self._parked, False
        if parked:
            self._resume()
        return True

    def _resume(self) -> None:
        try:
            self._go_on()
        except RuntimeError as ex:  # there is no thread left
            self._finish(_answers.error(self._call, ex))
            if self._call._function.limited:
                self._call._function.lane.disown()

    def _finish(self, last: Payload) -> None:
        """Sends how it ends, from a thread that need not be its own."""
        self._say_last(last)
        self._tools.end(self._call)

    def _go_on(self) -> None:
        """Has a parked stream go on."""
        raise NotImplementedError

    def _share(self) -> int:
        """Takes some of the credit; where there is none, the stream is parked, and 0 returned."""
        if not self._credit:
            self._out.flush()
        with self._lock:
            if self._stopped:
                return 1
            share = min(self._credit, SHARE)
            self._used += share
            self._parked = share == 0
            return share

    @property
    def _credit(self) -> int:
        return self._asked + self._call._granted - self._used

    def _say_last(self, last: Payload | None) -> None:
        """Sends how it ends; where it was stopped, that is what its reason says."""
        call = self._call
        with self._lock:
            stopped, self._stopped = self._stopped, True
        if call.deadline is not None:
            self._tools.timers.unset(self)
        call._before_end()
        if stopped:
            last = self._last_words()
        _answers.send(call, lambda: self._out.close(last))

    def _last_words(self) -> Payload | None:
        if self._reason is None:
            return None
        if self._reason is UNREAD:
            return _answers.unread(self._call)
        return _answers.error(self._call, self._reason)

    def _tell_of_failed_close(self, ex: BaseException) -> None:
        _errors.notice(f"{self._call.function}() failed at its end: {_errors.trace(ex)}")
