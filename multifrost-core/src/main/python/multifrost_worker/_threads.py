"""Threads that are used again, and lanes that bound how many of them run one function."""

from __future__ import annotations

import contextlib
import queue
import threading
from collections import deque
from typing import Callable

from multifrost_worker import _errors

Job = Callable[[], None]
LaneJob = Callable[[], bool]  # returns whether its place stays taken when it returns

_IDLE_SECONDS = 30.0


class Threads:
    """Daemon threads, each used again by the next job, and ended after a while without one."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._idle: list[queue.SimpleQueue[Job]] = []
        self._count = 0

    def run(self, job: Job) -> None:
        """Runs a job, which raises nothing, on a thread that is free or on a new one."""
        with self._lock:
            inbox = self._idle.pop() if self._idle else None
            if inbox is None:
                self._count += 1
                name = f"multifrost-{self._count}"
        if inbox is not None:
            inbox.put(job)
        else:
            threading.Thread(target=self._work, args=(job,), name=name, daemon=True).start()

    def _work(self, first: Job) -> None:
        inbox: queue.SimpleQueue[Job] = queue.SimpleQueue()
        job: Job | None = first
        while job is not None:
            with contextlib.suppress(SystemExit):  # how a thread of a worker that ends is ended
                job()
            job = None  # so that nothing of it lives on while the thread waits
            with self._lock:
                self._idle.append(inbox)
            job = self._next(inbox)

    def _next(self, inbox: queue.SimpleQueue[Job]) -> Job | None:
        try:
            return inbox.get(timeout=_IDLE_SECONDS)
        except queue.Empty:
            with self._lock:
                if inbox in self._idle:
                    self._idle.remove(inbox)
                    return None
        return inbox.get()  # which somebody is about to put there


class Lane:
    """Runs jobs in their order, so many at once, on threads that it has only while it needs them.

    A lane of their own for each function is why a slow one does not hold up the others.
    """

    def __init__(self, threads: Threads, limit: int) -> None:
        self._threads = threads
        self._limit = limit
        self._lock = threading.Lock()
        self._waiting: deque[LaneJob] = deque()
        self._running = 0

    @property
    def crowded(self) -> bool:
        """Whether something waits for a place."""
        return bool(self._waiting)

    def submit(self, job: LaneJob) -> None:
        """Runs a job as soon as there is room for it.

        A job that keeps its place when it returns sees to it that `leave` is called for it. Raises
        RuntimeError where no thread can run it.
        """
        with self._lock:
            self._waiting.append(job)
            if self._running >= self._limit:
                return
            self._running += 1
        try:
            self._threads.run(self.leave)
        except RuntimeError:  # there is no thread left
            with self._lock:
                self._running -= 1
                if self._running or job not in self._waiting:
                    return  # one that runs takes it
                self._waiting.remove(job)
            raise

    def enter(self) -> bool:
        """Takes a place for what the calling thread is about to run, where one is free."""
        with self._lock:
            if self._running >= self._limit:
                return False
            self._running += 1
            return True

    def adopt(self) -> None:
        """Counts what another thread runs already, be there room or not."""
        with self._lock:
            self._running += 1

    def disown(self) -> None:
        """Gives a place back, and leaves what waits for one to others that have one."""
        with self._lock:
            self._running -= 1

    def leave(self) -> None:
        """Gives a place back, after all that waits for one was run in it."""
        while True:
            with self._lock:
                if not self._waiting or self._running > self._limit:
                    self._running -= 1
                    return
                job = self._waiting.popleft()
            try:
                if job():
                    return
            except Exception as ex:  # no function's own, which is answered: the place stays usable
                _errors.notice(f"A call could not be answered: {_errors.trace(ex)}")
