"""Streams of generators and iterators.

A stream whose credit is used up is parked: it has no thread, and goes on with another one. Its
place in the lane of its function is free meanwhile, unless the function says itself how many of its
calls may run at once.
"""

from __future__ import annotations

import contextvars
import time
from itertools import islice

from multifrost_worker import _answers
from multifrost_worker._answers import Payload
from multifrost_worker._context import Call
from multifrost_worker._outflow import packing
from multifrost_worker._sources import Source
from multifrost_worker._stream import Stream, Tools

TURN_SECONDS = 0.02  # after which a stream lets others of its lane go first
LEADS_SECONDS = 0.001  # after which it leaves the thread that reads


class SyncStream(Stream):
    """A stream whose items a thread makes."""

    def __init__(self, tools: Tools, call: Call, source: Source) -> None:
        self._context = contextvars.copy_context()  # which one thread at a time may be in
        super().__init__(tools, call, source)

    def pull(self, leads: bool = False) -> bool:
        function = self._call._function
        end_of_turn = time.perf_counter() + (LEADS_SECONDS if leads else TURN_SECONDS)
        try:
            while True:
                share = self._share()
                if not share:
                    return function.limited
                if self._stopped or self._context.run(self._make, share):
                    last = _answers.end_of_stream(self._call, self._out.count)
                    break
                if time.perf_counter() > end_of_turn:
                    if leads or (function.lane.crowded and not function.limited):
                        self._go_on()
                        return function.limited
                    end_of_turn = time.perf_counter() + TURN_SECONDS
        except BaseException as ex:  # a function may fail, the worker goes on
            last = _answers.error(self._call, ex)
        self._finish(last)
        return False

    def _make(self, share: int) -> bool:
        """Makes so many items, and returns whether there were fewer."""
        put, packed = self._out.put, packing(self._call, self._out)
        left = share
        for item in islice(self._source.items, share):
            left -= 1
            if self._stopped:
                return True
            put(packed(item))
        return left > 0

    def _finish(self, last: Payload) -> None:
        self._say_last(last)
        try:
            self._context.run(self._source.close)
        except BaseException as ex:
            self._tell_of_failed_close(ex)
        self._tools.end(self._call)

    def _go_on(self) -> None:
        function = self._call._function
        if function.limited:
            self._tools.threads.run(self._pull_in_place)
        elif self._stopped:  # what others of its function do must not hold this up
            self._tools.threads.run(self._pull_alone)
        else:
            function.lane.submit(self.pull)

    def _pull_in_place(self) -> None:
        if not self.pull():
            self._call._function.lane.leave()

    def _pull_alone(self) -> None:
        self.pull()
