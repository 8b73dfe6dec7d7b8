"""A worker that a parent has started: it has one connection, and ends with it.

One thread at a time leads: it alone receives, runs quick functions itself and sends their answers
together. The main thread watches it. From a function that takes longer, it has another thread take
over the lead, so that heartbeats are answered whatever the functions do; the thread that led then
sends the answer of its function and serves no more than that function's lane.
"""

from __future__ import annotations

import math
import os
import queue
import signal
import threading
import time
from collections import deque
from collections.abc import Sequence
from typing import Callable

from multifrost_worker import _errors, _files, _process
from multifrost_worker._context import Call
from multifrost_worker._dispatch import QUICK_SECONDS, Dispatcher
from multifrost_worker._functions import Function
from multifrost_worker._progress import Progress
from multifrost_worker._stream import Stream
from multifrost_worker._threads import Threads
from multifrost_worker._zmtp import Buffer, Connection, ConnectionLost, message_header

LOST = 3  # the exit code where the parent has gone

TAKE_OVER_SECONDS = 0.005
WATCH_SECONDS = 1.0  # between two looks at the parent's process while nothing happens
_QUIET_LOOKS = 20  # without a call, after which the watch sleeps until the next one
_TOGETHER_SECONDS = 0.001  # for which an answer may wait for others to be sent with
_TOGETHER_BYTES = 16 * 1024  # of one answer, beyond which it is sent at once


class _Turn:
    """One run of a function by the thread that leads.

    Whoever locks `end` first decides: its own thread leads on, or another one has taken over.
    """

    __slots__ = ("began", "end", "function")

    def __init__(self, function: Function, began: float) -> None:
        self.function = function
        self.began = began
        self.end = threading.Lock()


class SpawnedWorker:
    """Serves a parent over one connection until one of the two ends."""

    identity = b""  # there is one peer
    same_clock = True

    def __init__(
        self,
        connection: Connection,
        dispatcher: Dispatcher,
        threads: Threads,
        end: _process.End,
        drain_seconds: float,
    ) -> None:
        self.progress = Progress(threads)
        self._connection = connection
        self._dispatcher = dispatcher
        self._threads = threads
        self._end = end
        self._drain_seconds = drain_seconds
        self._drain_end = math.inf
        self._parent = os.getppid()
        self._wake: queue.SimpleQueue[None] = queue.SimpleQueue()
        dispatcher.on_end = lambda: self._wake.put(None)
        # These belong to the thread that leads
        self._inbox: deque[Buffer] = deque()
        self._answers: list[Buffer] = []
        self._oldest = 0.0  # when the first of the answers was begun
        # And these are read by the main thread as well
        self._turn: _Turn | None = None
        self._watch_sleeps = False

    def run(self) -> None:
        """Serves, and ends the process."""
        self._threads.run(self._lead)
        self._watch()
        self._end(0)

    def handlers(self) -> dict[signal.Signals, Callable[[], None]]:
        """Returns what is to be done at signals.

        Ctrl+C or the end of a terminal reaches the parent too, and it is the parent that decides.
        Handlers, since programs that functions start would inherit it where they were ignored.
        """
        handlers = {signal.SIGTERM: self._drain, signal.SIGINT: lambda: None}
        if hasattr(signal, "SIGHUP"):
            handlers[signal.SIGHUP] = lambda: None
        return handlers

    def leave_child(self) -> None:
        """Takes the connection, and what it has brought, out of a child of a function."""
        self._inbox.clear()
        self._connection.close()

    def _drain(self) -> None:
        """Goes on for a parent that got SIGTERM as well, until that says shutdown or time is up."""
        self._drain_end = min(self._drain_end, time.monotonic() + self._drain_seconds)

    def send(self, payload: Sequence[Buffer]) -> bool:
        """Sends one message; open to all threads. Ends the process where the parent has gone.

        Waits where the parent does not read.
        """
        return self.send_together((payload,))

    def send_together(self, payloads: Sequence[Sequence[Buffer]]) -> bool:
        """Sends messages in as few calls of the system as can be, as `send` does."""
        buffers: list[Buffer] = []
        for payload in payloads:
            buffers.append(message_header(sum(map(len, payload))))
            buffers += payload
        try:
            self._connection.send(buffers)
        except ConnectionLost as ex:
            self._lost(str(ex))
        return True

    # The thread that leads

    def _lead(self) -> None:
        try:
            self._serve()
        except ConnectionLost as ex:
            self._lost(str(ex))
        except SystemExit:
            raise
        except BaseException as ex:  # without this thread the worker is deaf
            _errors.notice(f"The thread that reads has failed: {_errors.trace(ex)}")
            self._end(1)

    def _serve(self) -> None:
        inbox, dispatcher, clock = self._inbox, self._dispatcher, time.perf_counter
        self._flush()  # what the thread before has left
        while True:
            if not inbox:
                self._flush()
                if dispatcher.calls:  # to take more than is sent would fill the memory
                    self._connection.wait_for_senders()
                    dispatcher.wait_for_room()
                self._connection.receive(inbox)
                continue
            payload = inbox.popleft()
            try:
                call = dispatcher.receive(payload, self)
            except Exception as ex:  # what comes from outside must not end the worker
                _errors.notice(f"Dropped a message: {type(ex).__name__}: {ex}")
                continue
            if call is None:
                continue
            function = call._function
            if (
                not function.inline
                or call._uploads  # for which a function waits, and this thread brings them
                or (function.limited and not function.lane.enter())
            ):
                dispatcher.submit(call)
                continue
            began = clock()
            if self._answers and began - self._oldest > _TOGETHER_SECONDS:
                self._flush()
                began = clock()  # what a slow reader takes is not the function's time
            turn = self._turn = _Turn(function, began)
            if self._watch_sleeps:
                self._watch_sleeps = False
                self._wake.put(None)
            answer = dispatcher.run(call)
            keeps_place = False
            if isinstance(answer, Stream):
                keeps_place, answer = answer.pull(leads=True), None
            if not turn.end.acquire(blocking=False):  # another thread leads now
                if answer is not None:
                    dispatcher.answer(call, answer)
                if not keeps_place:
                    function.lane.leave()
                return
            if function.limited and not keeps_place:
                function.lane.leave()
            if clock() - began > QUICK_SECONDS:
                function.inline, function.quick_runs = False, 0
            if answer is not None:
                self._keep(call, answer, began)

    def _keep(self, call: Call, answer: list[Buffer], began: float) -> None:
        """Holds an answer back for a moment, in which others may join it."""
        call._before_end()
        if not self._answers:
            self._oldest = began
        size = len(answer[0]) if len(answer) == 1 else sum(map(len, answer))
        self._answers.append(message_header(size))
        self._answers += answer
        if size > _TOGETHER_BYTES:
            self._flush()
        self._dispatcher.end(call)

    def _flush(self) -> None:
        if self._answers:
            answers, self._answers = self._answers, []
            self._connection.send(answers)

    def shutdown(self) -> None:
        """Does what the parent asks for: what runs is finished, and nothing more begins."""
        self._flush()
        self._dispatcher.stopping = True
        self._wake.put(None)

    def _lost(self, why: str) -> None:
        self._end.leave_child()
        draining = self._drain_end < math.inf
        _errors.notice(f"The parent has gone ({why}): this worker ends")
        if _files.shared is not None:
            _files.shared.delete_if_abandoned()
        self._end(0 if draining else LOST)

    # The main thread

    def _watch(self) -> None:
        quiet = 0
        seen: _Turn | None = None
        while not self._is_over():
            if os.getppid() != self._parent:
                self._lost("its process has ended")
            turn = self._turn
            if turn is not seen:
                seen, quiet = turn, 0
            elif turn is None or turn.end.locked():
                quiet += 1
            if turn is not None and time.perf_counter() - turn.began >= TAKE_OVER_SECONDS:
                self._take_over(turn)
            if quiet < _QUIET_LOOKS:
                self._wait(TAKE_OVER_SECONDS)
                continue
            self._watch_sleeps = True
            if self._turn is seen:  # which a call that came in between has changed
                self._wait(WATCH_SECONDS)
            self._watch_sleeps = False
            quiet = 0

    def _take_over(self, turn: _Turn) -> None:
        if not turn.end.acquire(blocking=False):
            return  # it has ended
        function = turn.function
        function.inline, function.quick_runs = False, 0
        if not function.limited:
            function.lane.adopt()
        try:
            self._threads.run(self._lead)
        except RuntimeError:  # there is no thread left: it leads on when its function is done
            if not function.limited:
                function.lane.disown()
            turn.end.release()

    def _wait(self, seconds: float) -> None:
        try:
            self._wake.get(timeout=seconds)
        except queue.Empty:
            return

    def _is_over(self) -> bool:
        answered = self._dispatcher.stopping and not self._dispatcher.calls
        return answered or time.monotonic() > self._drain_end
