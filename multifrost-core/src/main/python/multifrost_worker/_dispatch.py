"""What a worker does with each message, however it came."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import Any

from multifrost_worker import _answers, _arrays, _errors, _pieces, _sources, _upload, _wire
from multifrost_worker._answers import Payload
from multifrost_worker._arguments import arguments
from multifrost_worker._context import Call, current
from multifrost_worker._functions import Function
from multifrost_worker._pieces import Pieces
from multifrost_worker._progress import Peer
from multifrost_worker._served import Served
from multifrost_worker._stream import Stream
from multifrost_worker._threads import Threads
from multifrost_worker._zmtp import Buffer

NAMESPACE = "default"  # calls to others are meant for other workers
EASY_BYTES = 32 << 20  # of the messages of calls that are not answered yet: beyond, reading slows
MAX_BYTES = 256 << 20  # of these messages; further calls are refused
ROOM_SECONDS = 0.05  # for which reading waits then, since a parent may also say something else
_SMALL_BYTES = 1024  # of messages that their number alone bounds
MAX_CALLS = 10_000  # accepted and not answered yet; further calls are refused
QUICK_SECONDS = 0.001  # what takes longer has a thread of its own
QUICK_RUNS = 16  # in a row, after which a function is quick again


class Dispatcher:
    """Reads messages, refuses calls or has them run, and writes their answers."""

    def __init__(
        self,
        functions: dict[str, Function],
        threads: Threads,
        limits: _wire.Limits,
        proof: dict[str, Any],
    ) -> None:
        self.functions = functions
        self.calls: dict[Any, Call] = {}  # accepted and not answered yet
        self.stopping = False
        self.on_end: Callable[[], None] = lambda: None  # told of each end once it is stopping
        self._threads = threads
        self._decoder = _wire.Decoder(limits)
        # What shows a parent that it is its own worker that answers, and what it may ask for
        self._proof = dict(proof)
        if "features" in proof and "describe_functions" in functions:  # that is the user's own
            self._proof["features"] = [each for each in proof["features"] if each != "describe"]
        self._lock = threading.Lock()
        self._room = threading.Condition()
        self._held = 0  # bytes of the messages of calls; guarded by the condition
        self._events: Any = None
        self._pieces = Pieces(threads, limits, self.end, lambda: self.events)
        self._served = Served(functions, threads)
        self._called = self._served.called

    def receive(self, payload: Buffer, peer: Peer) -> Call | None:
        """Handles a message, and returns the call that is to be run, if it is one.

        Raises whatever a message that is none leads to.
        """
        problem = None
        try:
            message = self._decoder.decode(payload)
        except Exception as ex:  # values that Python does not have, or too large ones
            message = _wire.decode_without_args(payload)
            problem = f"The arguments cannot be read: {type(ex).__name__}: {ex}"
        if message["app"] not in _wire.APPS:
            return None
        kind = message["type"]
        if self._decoder.arrays and problem is None and kind in ("call", "item"):
            problem = _arrays.misplaced(message, self._decoder.arrays)
        if kind == "call":
            if (message.get("namespace") or NAMESPACE) != NAMESPACE:
                return None
            refusal = problem or self._refusal(message)
            if refusal is None:
                return self._accept(message, peer, len(payload))
            peer.send([_answers.refusal(message, refusal)])
        elif kind == "heartbeat":
            proof = {**self._proof, "stopping": True} if self.stopping else self._proof
            peer.send([_answers.heartbeat(message, proof)])
        elif kind == "cancel":
            self._cancel((peer.identity, message.get("id")))
        elif kind in _pieces.KINDS:
            call = self.calls.get((peer.identity, message.get("id")))
            if call is not None:
                _pieces.receive(kind, message, call, len(payload), problem)
        elif kind == "shutdown":
            peer.shutdown()
        return None

    def _refusal(self, message: dict[str, Any]) -> str | None:
        if not _answers.id_of(message):
            return "Message missing 'id' field"
        refusal = self._served.refusal(message)
        if refusal is not None:
            return refusal
        if self.stopping:
            return _answers.STOPPING
        if self._held > MAX_BYTES:
            return f"Worker is overloaded: calls of {MAX_BYTES} bytes are not answered yet"
        if len(self.calls) >= MAX_CALLS:
            return f"Worker is overloaded: {MAX_CALLS} calls are not answered yet"
        return None

    def _accept(self, message: dict[str, Any], peer: Peer, size: int) -> Call | None:
        call = Call(self._called[message["function"]], message, message.get("args") or [], peer)
        call._has_arrays = self._decoder.arrays > 0
        if "upload" in call.metadata:
            call._uploads = _upload.uploads(call)
            for i, upload in call._uploads.items():
                call._args[i] = upload
        if self.calls.setdefault(call._key, call) is not call:
            _errors.notice(f"Dropped a call whose id another call has: {call.id[:64]!r}")
            return None
        if size > _SMALL_BYTES:
            call._size = size
            with self._room:
                self._held += size
        return call

    def wait_for_room(self) -> None:
        """Waits for a moment where the calls that are not answered yet hold much memory."""
        if self._held > EASY_BYTES:
            with self._room:
                self._room.wait_for(lambda: self._held <= EASY_BYTES, ROOM_SECONDS)

    def _cancel(self, key: Any) -> None:
        call = self.calls.get(key)
        if call is not None:
            call.cancelled = True
            if not call._begun:
                self.end(call)  # it never begins
                return
            call._interrupt()
            if call._stream is None and self._events is not None:
                self._events.cancel(call)

    def abandon(self, identity: Any) -> None:
        """Gives up what comes in pieces from a peer that has gone, or goes to it."""
        for key, call in list(self.calls.items()):
            if key[0] == identity and call._in_pieces:
                self._cancel(key)

    def refuse_waiting(self) -> None:
        """Refuses the calls that have not begun, which others may run."""
        for call in filter(lambda each: not each._begun, list(self.calls.values())):
            call.cancelled = True  # first, so that it does not begin after the look
            if not call._begun:
                message = {"app": call._protocol, "id": call.id}
                self.answer(call, [_answers.refusal(message, _answers.STOPPING)])

    def submit(self, call: Call) -> None:
        """Has a call run as soon as its function has room for it, and answers it."""
        function = call._function
        try:
            if function.is_async and not function.limited:
                self.events.start(call, lambda: self._run_async(call))
            else:
                function.lane.submit(lambda: self._run_in_lane(call))
        except Exception as ex:  # such as that there is no thread left
            self._fail(call, ex)

    def _run_in_lane(self, call: Call) -> bool:
        try:
            return self._run_slow(call)
        except Exception as ex:  # not its function's, which is answered
            self._fail(call, ex)
            return False

    def _fail(self, call: Call, ex: Exception) -> None:
        if self.calls.get(call._key) is call:
            self.answer(call, _answers.error(call, ex))

    def _run_slow(self, call: Call) -> bool:
        began = time.perf_counter()
        answer = self.run(call)
        if answer is None:
            return False
        keeps_place = isinstance(answer, Stream) and answer.pull()
        function = call._function
        if time.perf_counter() - began > QUICK_SECONDS or function.is_async:
            function.quick_runs = 0
        else:
            function.quick_runs += 1  # threads may overtake each other here: it is a rough measure
            if function.quick_runs >= QUICK_RUNS:
                function.inline = True
        if not isinstance(answer, Stream):
            self.answer(call, answer)
        return keeps_place

    def answer(self, call: Call, payload: Payload) -> None:
        """Sends the answer to a call, which is its end."""
        try:
            call._before_end()
            _answers.send(call, lambda: call._peer.send(payload))
        finally:
            self.end(call)

    def end(self, call: Call) -> None:
        """Forgets a call that is answered, or never will be."""
        mine = self.calls.get(call._key) is call  # and not another one that has its id meanwhile
        if mine and self.calls.pop(call._key, None) is not None and call._size:
            with self._room:
                self._held -= call._size
                self._room.notify()
        call._let_go()
        if self.stopping:
            self.on_end()

    def run(self, call: Call) -> Payload | Stream | None:
        """Runs the function of a call and returns its answer; None if its caller gave it up.

        A stream is to be pulled by the thread that has run the function.
        """
        call._begun = True
        if call.cancelled:
            self.end(call)  # who cancelled it may have seen it begun
            return None
        token = current.set(call)
        try:
            function = call._function
            args, kwargs = arguments(call)
            if call._uploads:
                self._pieces.fill(call, args)
            result = function.target(*args, **kwargs)
            if type(result) not in _sources.ORDINARY:
                source = _sources.find(result)
                if source is None and (function.is_async or hasattr(result, "__await__")):
                    result = self.events.wait(result, call)
                    source = _sources.find(result)
                if source is not None:
                    if call.metadata.get("stream"):
                        return self._pieces.stream(call, source)
                    result = self._pieces.collected(call, source)
                    if source.is_async:
                        result = self.events.wait(result, call)
            if call._failure is not None:
                raise call._failure
            packed = _answers.packed(call, result)
            del args, kwargs, result  # which may look at files that are given back now
            return _answers.response(call, packed)
        except BaseException as ex:  # SystemExit too: a function may fail, the worker goes on
            return _answers.error(call, ex)
        finally:
            current.reset(token)

    async def _run_async(self, call: Call) -> None:
        from multifrost_worker import _events

        call._begun = True
        if call.cancelled:
            self.end(call)
            return
        current.set(call)  # of this task alone
        try:
            args, kwargs = arguments(call)
            if call._uploads:
                await _events.finish(self._pieces.fill_async(call, args), call)
            result = call._function.target(*args, **kwargs)
            source = _sources.find(result)
            if source is None:
                result = await _events.finish(result, call)
                source = _sources.find(result)
            if source is not None:
                if call.metadata.get("stream"):
                    await self._pieces.run_stream(call, source)
                    return
                result = (
                    self._pieces.collected(call, source)
                    if source.is_async
                    else _events.elsewhere(
                        self._threads, lambda: self._pieces.collected(call, source)
                    )
                )
                result = await _events.finish(result, call)
            if call._failure is not None:
                raise call._failure
            packed = _answers.packed(call, result)
            del args, kwargs, result  # which may look at files that are given back now
            payload = _answers.response(call, packed)
        except BaseException as ex:
            payload = _answers.error(call, ex)
        call._task = None  # whose context holds the call: no cycle keeps what it holds
        self.answer(call, payload)

    @property
    def events(self) -> Any:
        """The event loop, which is started when it is needed first."""
        with self._lock:
            if self._events is None:
                from multifrost_worker._events import EventLoop

                self._events = EventLoop()
            return self._events
