"""For tests of a module: calls its functions as a parent does, through the real codec.

    from multifrost_worker.testing import Worker

    def test_counts_vowels():
        assert Worker("words").call("count_vowels", "Zoë") == 2

What comes back is what a parent in another language gets: lists for tuples, texts for a Decimal.
"""

from __future__ import annotations

import time
import uuid
from collections.abc import Sequence
from types import ModuleType
from typing import Any

from multifrost_worker import _functions, _loading, _values, _wire
from multifrost_worker._dispatch import Dispatcher
from multifrost_worker._progress import Progress
from multifrost_worker._threads import Threads
from multifrost_worker._zmtp import Buffer

__all__ = ["RemoteError", "Worker"]


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
    identity = b""

    def __init__(self, threads: Threads) -> None:
        self.progress = Progress(threads)
        self.messages: list[dict[str, Any]] = []

    def send(self, payload: Sequence[Buffer]) -> bool:
        self.messages.append(_values.unpack(b"".join(payload)))
        return True

    def send_together(self, payloads: Sequence[Sequence[Buffer]]) -> bool:
        return all(map(self.send, payloads))

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
        peer = _Peer(self._threads)
        message = {
            "app": _wire.APPS[-1],
            "id": str(uuid.uuid4()),
            "type": "call",
            "timestamp": time.time(),
            "function": function,
            "args": list(args),
            "metadata": {"accept": ["progress"], "kwargs": kwargs, **metadata},
        }
        call = self._dispatcher.receive(_values.pack(message), peer)
        if call is not None:
            payload = self._dispatcher.run(call)
            assert isinstance(payload, list)  # nobody cancels it, or wants a stream
            self._dispatcher.answer(call, payload)
        answer = peer.messages.pop()
        if answer["type"] == "error":
            raise RemoteError(answer)
        return answer["result"], [each["metadata"] for each in peer.messages]
