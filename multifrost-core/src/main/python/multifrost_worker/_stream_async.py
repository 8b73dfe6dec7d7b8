"""Streams of asynchronous generators: they wait for credit on the event loop."""

from __future__ import annotations

import asyncio

from multifrost_worker import _answers
from multifrost_worker._answers import Payload
from multifrost_worker._context import Call, current
from multifrost_worker._events import EventLoop
from multifrost_worker._outflow import packing
from multifrost_worker._sources import Source
from multifrost_worker._stream import Stream, Tools

RETRY_SECONDS = 0.1  # after which a thread that could not be had is asked for again


class AsyncStream(Stream):
    """A stream whose items a task makes."""

    def __init__(self, tools: Tools, call: Call, source: Source, events: EventLoop) -> None:
        self._events = events
        # These belong to the event loop
        self._more: asyncio.Future[None] | None = None
        self._task: asyncio.Task[None] | None = None  # as long as it may be interrupted
        super().__init__(tools, call, source)

    def pull(self, leads: bool = False) -> bool:
        self._events.start(self._call, self.run)
        return self._call._function.limited

    async def run(self) -> None:
        """Makes all items, and sends the end; for a task of the event loop."""
        call = self._call
        current.set(call)
        self._task = asyncio.current_task()
        try:
            if not self._stopped:
                await self._make_all()
            last: Payload = _answers.end_of_stream(call, self._out.count)
        except BaseException as ex:  # a function may fail, the worker goes on
            last = _answers.error(call, ex)
        self._task = call._task = None  # whose context holds the call: no cycle keeps what it holds
        self._say_last(last)
        try:
            closing = self._source.close()
            if closing is not None:
                await closing
        except BaseException as ex:
            self._tell_of_failed_close(ex)
        self._tools.end(call)
        if call._function.limited:
            self._leave()

    def _leave(self) -> None:
        try:
            self._tools.threads.run(self._call._function.lane.leave)
        except RuntimeError:  # there is no thread left
            asyncio.get_running_loop().call_later(RETRY_SECONDS, self._leave)

    async def _make_all(self) -> None:
        put, packed = self._out.put, packing(self._call, self._out)
        following = self._source.items.__anext__
        while not self._stopped:
            share = self._share()
            if not share:
                await self._wait_for_more()
                continue
            for _ in range(share):
                try:
                    item = await following()
                except StopAsyncIteration:
                    return
                if self._stopped:
                    return
                put(packed(item))
            await asyncio.sleep(0)  # others of the event loop have their turn

    async def _wait_for_more(self) -> None:
        self._more = asyncio.get_running_loop().create_future()
        if self._parked:  # nobody has granted more before it was there
            await self._more
        self._more = None

    def stop(self, reason: BaseException | None) -> bool:
        stopped = super().stop(reason)
        if stopped:  # once: its end is not to be interrupted
            self._events.call(self._interrupt)
        return stopped

    def _interrupt(self) -> None:
        if self._task is not None:
            self._task.cancel()

    def _go_on(self) -> None:
        self._events.call(self._wake)

    def _wake(self) -> None:
        if self._more is not None and not self._more.done():
            self._more.set_result(None)
