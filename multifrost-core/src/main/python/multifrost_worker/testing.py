"""For tests of a module: calls its functions as a parent does, through the real codec.

    from multifrost_worker.testing import Worker

    def test_counts_vowels():
        assert Worker("words").call("count_vowels", "Zoë") == 2

What comes back is what a parent in another language gets: lists for tuples, texts for a Decimal.
Arguments that are iterators or open files are sent in pieces, and `stream` reads results in pieces:

    assert list(Worker("words").stream("words_of", open("text.txt", "rb"))) == ["a", "b"]
"""

from __future__ import annotations

import queue
import threading
import time
import uuid
from collections.abc import Iterator, Sequence
from itertools import islice
from types import ModuleType
from typing import Any, Callable

from multifrost_worker import _functions, _loading, _sources, _values, _wire
from multifrost_worker._context import Call
from multifrost_worker._dispatch import Dispatcher
from multifrost_worker._progress import Progress
from multifrost_worker._sources import Source
from multifrost_worker._threads import Threads
from multifrost_worker._zmtp import Buffer

__all__ = ["RemoteError", "Worker"]

_CREDIT = 16  # items that may be on their way


class RemoteError(Exception):
    """What a parent is told where a function fails."""

    def __init__(self, answer: dict[str, Any]) -> None:
        parts = (answer.get("metadata") or {}).get("error") or {}
        super().__init__(answer["error"])
        self.type: str = parts.get("type", "")
        """The name of the exception's class; empty where no function was run."""
        self.message: str = parts.get("message", answer["error"])
        """The whole message."""
        self.trace: str = parts.get("trace", "")
        """The trace in the function."""
        self.attributes: dict[str, Any] = parts.get("attributes", {})
        """The public attributes of the exception that have a form."""


class _Peer:
    """The caller of one call."""

    identity = b""
    same_clock = True

    def __init__(self, threads: Threads, sources: dict[int, Source]) -> None:
        self.progress = Progress(threads)
        self.messages: queue.SimpleQueue[dict[str, Any]] = queue.SimpleQueue()
        self.tell: Callable[[dict[str, Any]], Any] = lambda message: None  # the worker
        self._sources = sources
        self._sent = dict.fromkeys(sources, 0)

    def send(self, payload: Sequence[Buffer]) -> bool:
        message = _values.unpack(b"".join(payload))
        argument = message.get("argument")
        if argument is None:
            self.messages.put(message)
        elif message["type"] == "cancel":
            self._sources[argument].close()
        else:
            self._feed(argument, message["count"])
        return True

    def send_together(self, payloads: Sequence[Sequence[Buffer]]) -> bool:
        return all(map(self.send, payloads))

    def _feed(self, argument: int, count: int) -> None:
        """Sends more of an argument, on the thread of the function that wants it."""
        part: dict[str, Any] = {"argument": argument, "seq": self._sent[argument]}
        items: list[Any] = []
        end: dict[str, Any] | None = None
        try:
            items.extend(islice(self._sources[argument].items, count))
        except Exception as ex:
            end = {"type": "error", "error": f"{type(ex).__name__}: {ex}"}
        if items:
            self.tell({**part, "type": "item", "results": items})
            self._sent[argument] += len(items)
        if end is None and len(items) < count:
            end = {"type": "response", "seq": self._sent[argument], "result": None}
        if end is not None:
            self.tell({**part, **end})

    def shutdown(self) -> None:
        """Does nothing: there is no process to end."""


class Worker:
    """The functions of a module, or of an object.

    source: a module, the name of one, the path of a script NAME.py, or an object with methods.
    Raises an exception with the trace and the remedy where it cannot be loaded. What is marked with
    on_start is run; what is marked with on_stop is not.
    """

    def __init__(self, source: Any) -> None:
        if isinstance(source, str):
            script = source.endswith(".py")
            loaded = _loading.load(_loading.Source(*((None, source) if script else (source,))))
        else:
            loaded = _loading.collect(source)
        self.name = source.__name__ if isinstance(source, ModuleType) else str(source)
        threads = Threads()
        served = _functions.functions(loaded.functions, threads)
        self._dispatcher = Dispatcher(served, threads, _wire.Limits(), {})
        self._threads = threads
        self._receiving = threading.RLock()  # a worker receives on one thread at a time
        for hook in loaded.start:
            hook()

    def call(self, function: str, *args: Any, **kwargs: Any) -> Any:
        """Calls a function and returns its result; raises RemoteError where it fails."""
        return self.call_with({}, function, *args, **kwargs)[0]

    def call_with(
        self, metadata: dict[str, Any], function: str, *args: Any, **kwargs: Any
    ) -> tuple[Any, list[dict[str, Any]]]:
        """Calls with metadata; returns the result, and what was reported of progress.

        metadata: such as correlation_id, or deadline in seconds since 1970.
        """
        peer, call = self._begin({"accept": ["progress"], **metadata}, function, args, kwargs)
        if call is not None:
            payload = self._dispatcher.run(call)
            assert isinstance(payload, list)  # nobody cancels it, or wants a stream
            self._dispatcher.answer(call, payload)
        progress: list[dict[str, Any]] = []
        while True:
            message = peer.messages.get()
            if message["type"] == "error":
                raise RemoteError(message)
            if message["type"] == "response":
                return message["result"], progress
            progress.append(message["metadata"])

    def stream(self, function: str, *args: Any, **kwargs: Any) -> Iterator[Any]:
        """Calls a function and yields its results as they come; closed, it cancels the call.

        What a function returns otherwise is taken as a parent does: each entry of a list is an
        item, and anything else but None is one. Raises RemoteError where the function fails.
        """
        metadata = {"stream": {"credit": _CREDIT, "batch": True}}
        peer, call = self._begin(metadata, function, args, kwargs)
        if call is not None:
            self._dispatcher.submit(call)
        try:
            while True:
                message = peer.messages.get()
                if message["type"] == "error":
                    raise RemoteError(message)
                if message["type"] == "response":
                    result = message["result"]
                    yield from result if isinstance(result, list) else _one_or_none(result)
                    return
                items = message["results"] if "results" in message else [message["result"]]
                for item in items:
                    yield item
                    peer.tell({"type": "credit", "count": 1})
        finally:
            peer.tell({"type": "cancel"})

    def _begin(
        self, metadata: dict[str, Any], function: str, args: Sequence[Any], kwargs: dict[str, Any]
    ) -> tuple[_Peer, Call | None]:
        found = {i: _sources.find(each) for i, each in enumerate(args)}
        sources = {i: source for i, source in found.items() if source is not None}
        if any(source.is_async for source in sources.values()):
            raise TypeError("An argument in pieces must be an iterator or an open file")
        upload = [{"argument": i, "bytes": source.is_binary} for i, source in sources.items()]
        metadata = {**metadata, "kwargs": kwargs, **({"upload": upload} if upload else {})}
        peer = _Peer(self._threads, sources)
        call_id = str(uuid.uuid4())

        def tell(message: dict[str, Any]) -> Call | None:
            about = {"app": _wire.APPS[-1], "id": call_id, "timestamp": time.time()}
            with self._receiving:
                return self._dispatcher.receive(_values.pack({**about, **message}), peer)

        peer.tell = tell
        call = tell(
            {
                "type": "call",
                "function": function,
                "args": [None if i in sources else each for i, each in enumerate(args)],
                "metadata": {
                    **metadata,
                    "kwargs": kwargs,
                    **({"upload": upload} if upload else {}),
                },
            }
        )
        return peer, call


def _one_or_none(result: Any) -> list[Any]:
    return [] if result is None else [result]
