"""What belongs to the process of a worker: its streams, its signals, its children, its end."""

from __future__ import annotations

import atexit
import os
import signal
import sys
import threading
import time
from typing import Any, Callable

from multifrost_worker import _errors

END_SECONDS = 4.0  # for on_stop and what else runs at the end; a parent waits for 5

_SWITCH_SECONDS = 0.0005  # so that heartbeats do not wait long for functions that compute


def prepare() -> None:
    """Makes the process one in which functions of others may do what they like."""
    sys.setswitchinterval(_SWITCH_SECONDS)
    if sys.breakpointhook is sys.__breakpointhook__ and "PYTHONBREAKPOINT" not in os.environ:
        sys.breakpointhook = _no_breakpoint


def _no_breakpoint(*args: Any, **kwargs: Any) -> None:
    raise RuntimeError(
        "breakpoint() has no terminal in a worker: set python.debug to a port that a debugger can"
        " attach to, or PYTHONBREAKPOINT to another debugger"
    )


def empty_input() -> None:
    """Lets input() find the end at once: it must not take what the parent is to read."""
    null = os.open(os.devnull, os.O_RDONLY)
    os.dup2(null, 0)
    if null != 0:
        os.close(null)


def mend_output() -> None:
    """Makes standard output and error usable, whatever an import has done to them.

    A closed one would become the connection to the parent, and be printed to.
    """
    for number in (1, 2):
        try:
            os.fstat(number)
        except OSError:
            null = os.open(os.devnull, os.O_WRONLY)
            if null != number:
                os.dup2(null, number)
                os.close(null)
    for name, number in (("stdout", 1), ("stderr", 2)):
        stream = getattr(sys, name)
        if stream is None or getattr(stream, "closed", False):
            setattr(sys, name, os.fdopen(number, "w", encoding="utf-8", errors="replace",
                                         buffering=1, closefd=False))  # fmt: skip
        elif hasattr(stream, "reconfigure"):
            stream.reconfigure(line_buffering=True)  # so that prints are seen when they happen


def handle_signals(
    handlers: dict[signal.Signals, Callable[[], None]], leave: Callable[[], None]
) -> None:
    """Handles signals on the main thread, and takes all of that out of forked children.

    leave: closes, in a child, what is the worker's own.
    """
    before = {
        number: signal.signal(number, lambda *_, handler=handler: handler())
        for number, handler in handlers.items()
    }
    if not hasattr(os, "register_at_fork"):
        return

    def after_in_child() -> None:
        for number, handler in before.items():
            signal.signal(number, handler or signal.SIG_DFL)
        signal.pthread_sigmask(signal.SIG_UNBLOCK, before)
        leave()

    # Blocked meanwhile: a signal to a process just forked must not meet our handlers
    os.register_at_fork(
        before=lambda: signal.pthread_sigmask(signal.SIG_BLOCK, before) and None,
        after_in_parent=lambda: signal.pthread_sigmask(signal.SIG_UNBLOCK, before) and None,
        after_in_child=after_in_child,
    )


class End:
    """The end of the process, which comes once."""

    def __init__(self) -> None:
        self.hooks: list[Callable[[], Any]] = []  # run before the end, the last one first
        self._pid = os.getpid()
        self._begun = threading.Lock()

    def __call__(self, code: int, seconds: float = END_SECONDS) -> None:
        """Ends the process within some seconds, whatever its threads and hooks do.

        Its own threads cannot be interrupted, so the interpreter is not waited for.
        """
        self.leave_child()
        if not self._begun.acquire(blocking=False):
            if threading.current_thread() is threading.main_thread():
                time.sleep(seconds + 1)  # to return would be an end with another code
            raise SystemExit  # of this thread alone: another one ends the process
        try:
            threading.Thread(target=_exit_after, args=(seconds, code), daemon=True).start()
        except RuntimeError:  # there is no thread left
            if hasattr(signal, "setitimer"):
                signal.setitimer(signal.ITIMER_REAL, seconds)
        for hook in reversed(self.hooks):
            try:
                hook()
            except BaseException as ex:
                _errors.notice(f"A function for the end failed: {_errors.trace(ex)}")
        try:
            atexit._run_exitfuncs()
        except BaseException as ex:
            _errors.notice(f"At exit: {_errors.trace(ex)}")
        flush()
        os._exit(code)

    def leave_child(self) -> None:
        """Ends a child that a function has forked and let return from its call."""
        if os.getpid() != self._pid:
            os._exit(1)


def _exit_after(seconds: float, code: int) -> None:
    time.sleep(seconds)
    os._exit(code)


def flush() -> None:
    """Writes what is held of standard output and error."""
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except Exception:  # closed, or nobody reads it: it cannot be told anywhere
            continue
