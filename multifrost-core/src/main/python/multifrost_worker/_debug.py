"""The debugger that an IDE attaches to."""

from __future__ import annotations

import socket
import sys
import time
from functools import partial
from typing import Any

from multifrost_worker import _errors
from multifrost_worker._threads import Threads

HOST = "127.0.0.1"  # whoever attaches can do all that this process can
RETRY_SECONDS = 0.5


def listen(port: int, threads: Threads) -> None:
    """Lets a debugger attach; raises ValueError, saying what to do, where debugpy is missing.

    Where the process that this one replaces has the port, that happens as soon as it is free.
    """
    try:
        import debugpy
    except ModuleNotFoundError as ex:
        if ex.name != "debugpy":
            raise
        raise ValueError(
            "python.debug needs debugpy: add debugpy to python.requirements, or install it into"
            f" {sys.executable}"
        ) from None
    problem = _attach(debugpy, port)
    if problem:
        _errors.notice(f"A debugger cannot attach to port {port} yet: {problem}")
        threads.run(lambda: _attach_later(debugpy, port))


def _attach_later(debugpy: Any, port: int) -> None:
    while _attach(debugpy, port):
        time.sleep(RETRY_SECONDS)


def _attach(debugpy: Any, port: int) -> str | None:
    """Lets a debugger attach, or returns why it cannot: a worker serves without one too."""
    problem = "another process has it"
    if _is_free(port):
        try:
            debugpy.listen((HOST, port))
        except Exception as ex:  # such as that another process was quicker
            problem = str(ex)
        else:
            sys.breakpointhook = debugpy.breakpoint
            _errors.notice(f"A debugger can attach to {HOST}:{port}")
            return None
    # After a failure debugpy has left a hook of its own, which passes over breakpoints
    sys.breakpointhook = partial(_no_breakpoint, port, problem)
    return problem


def _no_breakpoint(port: int, problem: str, *args: Any, **kwargs: Any) -> None:
    raise RuntimeError(
        f"breakpoint() has no debugger in this process, which cannot have port {port} ({problem}):"
        " while you debug, let the worker have one process (instances), and nothing else the port"
    )


def _is_free(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError:
            return False
    return True
