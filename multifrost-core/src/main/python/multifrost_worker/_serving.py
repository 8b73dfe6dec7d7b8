"""Starts a worker: its module, its functions, and the way to its parents."""

from __future__ import annotations

import os
import sys
import threading
from functools import partial
from typing import Any, Callable

from multifrost_worker import _arrays, _compress, _errors, _files, _loading, _logs, _process
from multifrost_worker._dispatch import Dispatcher
from multifrost_worker._functions import functions
from multifrost_worker._threads import Threads
from multifrost_worker._wire import Limits

FEATURES = ["describe", "kwargs", "progress", "stream", "upload"]
FEATURES += _compress.features()
if sys.byteorder == "little":
    FEATURES.append(_arrays.FEATURE)
CONNECT_SECONDS = 3.0  # for the first connection to the parent, which listens already
DRAIN_SECONDS = 30.0  # after SIGTERM, for the parent to finish its own work and say shutdown


def serve_parent(source: _loading.Source, end: _process.End, debug: int | None) -> None:
    """Serves the parent that has started this process; ends the process."""
    from multifrost_worker import _spawned, _zmtp

    port = _parent_port()
    limits = _or_exit(end, Limits.from_environment)
    drain_seconds = _or_exit(end, _drain_seconds)
    secret = os.environ.pop("MULTIFROST_SECRET", None)  # not for what functions start
    files = _files.find(limits.file_bytes, limits.binary_bytes)
    features = [*FEATURES, _files.FEATURE] if files else FEATURES
    proof = {"secret": secret, "features": features} if secret else {}
    _process.empty_input()
    threads = Threads()
    dispatcher = start(source, end, threads, limits, proof, os.getppid(), debug)
    try:
        connection = _zmtp.connect(port, CONNECT_SECONDS, 2 * limits.message_bytes)
    except _zmtp.ConnectionLost as ex:
        _errors.notice(f"There is no connection to the parent: {ex}")
        end(_spawned.LOST)
        return
    worker = _spawned.SpawnedWorker(connection, dispatcher, threads, end, drain_seconds)
    _process.handle_signals(worker.handlers(), worker.leave_child)
    worker.run()


def serve_all(
    source: _loading.Source, end: _process.End, debug: int | None, service_id: str, bind: str
) -> None:
    """Serves all parents that look for a service id; ends the process.

    bind: the address at which it listens, and `:` and the port where that is not any free one.
    """
    try:
        from multifrost_worker import _curve
        from multifrost_worker._service import Service
    except ModuleNotFoundError as ex:
        _errors.notice(f"A service needs {ex.name}: {sys.executable} -m pip install pyzmq")
        end(1)
        return
    limits = _or_exit(end, Limits.from_environment)
    drain_seconds = _or_exit(end, _drain_seconds)
    keys = _or_exit(end, _curve.keys)
    threads = Threads()
    dispatcher = start(source, end, threads, limits, {"features": FEATURES}, None, debug)
    service = Service(dispatcher, threads, end, 2 * limits.message_bytes, drain_seconds, keys)
    service.run(service_id, bind)


def start(
    source: _loading.Source,
    end: _process.End,
    threads: Threads,
    limits: Limits,
    proof: dict[str, Any],
    parent: int | None,
    debug: int | None,
) -> Dispatcher:
    """Loads what is to be served and runs what it wants to run first; ends where that fails.

    parent: the process without which there is nothing to serve, or None for a service.
    debug: the port of the debugger, if any.
    """
    _process.prepare()
    _process.mend_output()
    _logs.install()
    loaded = threading.Event()
    threads.run(lambda: _tell_of_slow_import(loaded, source, end, parent))
    try:
        if debug:
            from multifrost_worker import _debug

            _debug.listen(debug, threads)
        found = _loading.load(source)
        dispatcher = Dispatcher(functions(found.functions, threads), threads, limits, proof)
    except (_loading.LoadingError, ValueError) as ex:
        _errors.notice(str(ex))
        end(1)
        raise
    end.hooks += [partial(_run_hook, dispatcher, hook) for hook in found.stop]
    for hook in found.start:
        try:
            _run_hook(dispatcher, hook)
        except BaseException as ex:
            _errors.notice(f"{_errors.trace(ex).rstrip()}\nThe function for the start has failed")
            end(1)
    loaded.set()
    _process.mend_output()
    return dispatcher


def _run_hook(dispatcher: Dispatcher, hook: Callable[[], Any]) -> None:
    result = hook()
    if hasattr(result, "__await__"):
        dispatcher.events.wait(result)


def _tell_of_slow_import(
    loaded: threading.Event, source: _loading.Source, end: _process.End, parent: int | None
) -> None:
    waited = 0.0
    while not loaded.wait(_loading.SLOW_SECONDS):
        waited += _loading.SLOW_SECONDS
        if parent is not None and os.getppid() != parent:
            _errors.notice("The parent has gone: this worker ends")
            end(3)
        name = source.script or source.module
        _errors.notice(f"'{name}' still starts, after {waited:.0f} s")


def _or_exit(end: _process.End, read: Callable[[], Any]) -> Any:
    try:
        return read()
    except ValueError as ex:
        _errors.notice(str(ex))
        return end(1)


def _drain_seconds() -> float:
    text = os.environ.get("MULTIFROST_DRAIN_SECONDS", "").strip()
    try:
        return float(text) if text else DRAIN_SECONDS
    except ValueError:
        raise ValueError(f"MULTIFROST_DRAIN_SECONDS is no number: '{text}'") from None


def _parent_port() -> int:
    port = os.environ.pop("COMLINK_ZMQ_PORT", "")  # not for what functions start either
    if not (port.isascii() and port.isdigit() and 1024 <= int(port) <= 65535):
        sys.exit(
            f"COMLINK_ZMQ_PORT must be a port from 1024 to 65535, but is '{port}'. A parent sets it"
            " when it starts this worker; a service needs --service-id instead."
        )
    return int(port)
