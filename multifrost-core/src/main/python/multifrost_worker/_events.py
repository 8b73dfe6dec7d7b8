"""The event loop on which all functions that are `async def` run."""

from __future__ import annotations

import asyncio
import contextlib
import contextvars
import threading
from collections.abc import Coroutine
from concurrent.futures import Future
from typing import Any, Callable

from multifrost_worker._context import Call
from multifrost_worker._errors import DeadlineExceeded
from multifrost_worker._threads import Threads


class EventLoop:
    """One event loop on a thread of its own."""

    def __init__(self) -> None:
        self._loop = asyncio.new_event_loop()
        try:
            threading.Thread(target=self._run, name="multifrost-events", daemon=True).start()
        except RuntimeError:  # there is no thread left; the next call tries again
            self._loop.close()
            raise

    def _run(self) -> None:
        asyncio.set_event_loop(self._loop)
        while True:
            # A task that a function has started may end it by SystemExit, and others go on
            with contextlib.suppress(BaseException):
                self._loop.run_forever()

    def start(self, call: Call, work: Callable[[], Coroutine[Any, Any, None]]) -> None:
        """Starts what answers a call."""

        def begin() -> None:
            call._task = self._loop.create_task(work())

        self._loop.call_soon_threadsafe(begin)

    def call(self, work: Callable[[], object]) -> None:
        """Runs something short on the event loop."""
        self._loop.call_soon_threadsafe(work)

    def cancel(self, call: Call) -> None:
        """Cancels what answers a call, if it has begun."""
        self._loop.call_soon_threadsafe(lambda: call._task and call._task.cancel())

    def wait(self, awaitable: Any, call: Call | None = None) -> Any:
        """Runs an awaitable for a thread that waits; cancelled with the call."""

        async def work() -> Any:
            if call is not None:
                call._task = asyncio.current_task()
                if call.cancelled:
                    raise asyncio.CancelledError
            try:
                return await finish(awaitable, call)
            finally:
                if call is not None:
                    call._task = None  # see the dispatcher

        return _result(asyncio.run_coroutine_threadsafe(_contained(work()), self._loop))


async def elsewhere(threads: Threads, work: Callable[[], Any]) -> Any:
    """Does what takes long, or waits, on another thread."""
    done: Future[Any] = Future()
    context = contextvars.copy_context()

    def job() -> None:
        try:
            done.set_result(context.run(work))
        except BaseException as ex:
            done.set_exception(ex)

    threads.run(job)
    return await asyncio.wrap_future(done)


async def finish(awaitable: Any, call: Call | None) -> Any:
    """Waits for an awaitable; raises DeadlineExceeded at the deadline of the call."""
    if call is None or call.deadline is None:
        return await awaitable
    return await _within(awaitable, call.remaining())


async def _within(awaitable: Any, seconds: float) -> Any:
    task = asyncio.current_task()
    assert task is not None
    passed = False

    def interrupt() -> None:
        nonlocal passed
        passed = True
        task.cancel()

    timer = asyncio.get_running_loop().call_later(seconds, interrupt)
    try:
        return await awaitable
    except asyncio.CancelledError:
        if passed:
            raise DeadlineExceeded("the function was interrupted at the deadline") from None
        raise
    finally:
        timer.cancel()


async def _contained(work: Coroutine[Any, Any, Any]) -> tuple[Any, BaseException | None]:
    """Keeps SystemExit and the like from ending the event loop."""
    try:
        return await work, None
    except BaseException as ex:
        return None, ex


def _result(future: Future[tuple[Any, BaseException | None]]) -> Any:
    value, ex = future.result()
    if ex is not None:
        raise ex
    return value
