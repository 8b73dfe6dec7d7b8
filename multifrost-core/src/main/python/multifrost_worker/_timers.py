"""Things to do at a time, unless they are taken back before: one thread for all of them."""

from __future__ import annotations

import threading
import time
from typing import Any, Callable

from multifrost_worker import _errors
from multifrost_worker._threads import Job, Threads

_IDLE_SECONDS = 30.0


class Timers:
    """Runs jobs, which are quick, when their time has come."""

    def __init__(self, threads: Threads, clock: Callable[[], float] = time.monotonic) -> None:
        self._threads = threads
        self._clock = clock
        self._changed = threading.Condition()
        self._waiting: dict[Any, tuple[float, Job]] = {}
        self._next = 0.0  # when the thread looks next
        self._runs = False

    def set(self, key: Any, seconds: float, job: Job) -> None:
        """Has a job run in so many seconds."""
        due = self._clock() + seconds
        with self._changed:
            self._waiting[key] = (due, job)
            if not self._runs:
                self._next = due
                try:
                    self._threads.run(self._work)  # which waits for the condition
                except BaseException:
                    del self._waiting[key]
                    raise
                self._runs = True
            elif due < self._next:
                self._changed.notify()

    def unset(self, key: Any) -> None:
        """Takes the job of a key back, if it has one."""
        with self._changed:
            self._waiting.pop(key, None)

    def _work(self) -> None:
        while True:
            with self._changed:
                now = self._clock()
                due = [key for key, (when, _) in self._waiting.items() if when <= now]
                jobs = [self._waiting.pop(key)[1] for key in due]
                if not jobs:
                    idle = not self._waiting
                    soonest = min((when for when, _ in self._waiting.values()), default=now)
                    self._next = now + _IDLE_SECONDS if idle else soonest
                    told = self._changed.wait(min(self._next - now, threading.TIMEOUT_MAX))
                    if idle and not told and not self._waiting:
                        self._runs = False
                        return
            for job in jobs:
                try:
                    job()
                except BaseException as ex:  # the others are still to be done
                    _errors.notice(f"What was due has failed: {_errors.trace(ex)}")
