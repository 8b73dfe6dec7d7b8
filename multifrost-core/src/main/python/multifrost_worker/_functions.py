"""The functions that a worker serves."""

from __future__ import annotations

from typing import Any, Callable

from multifrost_worker import _hints
from multifrost_worker._marks import OPTIONS, Options
from multifrost_worker._threads import Lane, Threads

CONCURRENCY = 16  # calls of one function at once, unless it says something else

_COROUTINE, _GENERATOR, _ASYNC_GENERATOR = 0x80, 0x20, 0x200  # of a code object's flags


class Function:
    """A function that is served: how it is run, and what is known of its speed."""

    __slots__ = (
        "adapt",
        "idempotent",
        "inline",
        "is_async",
        "lane",
        "limited",
        "name",
        "quick_runs",
        "target",
    )

    def __init__(
        self, name: str, target: Callable[..., Any], idempotent: bool, limited: bool, lane: Lane
    ) -> None:
        self.name = name
        self.target = target
        self.idempotent = idempotent
        self.limited = limited  # whether it may run only where its lane has room
        self.lane = lane
        self.is_async = bool(code_flags(target) & (_COROUTINE | _ASYNC_GENERATOR))
        self.inline = not self.is_async  # run by the thread that reads, as long as it is quick
        self.quick_runs = 0  # in a row, since it was found slow
        self.adapt: _hints.Adapter | None = _hints.adapter(name, target)

    @property
    def streams(self) -> bool:
        """Whether it yields its results one by one, or says in its hint that it does."""
        if code_flags(self.target) & (_GENERATOR | _ASYNC_GENERATOR):
            return True
        return _hints.is_stream(_hints.resolved(self.target).get("return"))


def functions(targets: dict[str, Callable[..., Any]], threads: Threads) -> dict[str, Function]:
    """Makes what serves each of the targets; raises ValueError where two have one name."""
    exclusive = Lane(threads, 1)
    found: dict[str, Function] = {}
    for attribute, target in targets.items():
        options = options_of(target)
        name = options.name or attribute
        if name in found:
            raise ValueError(f"Two functions are to be served as '{name}'")
        lane = exclusive if options.exclusive else Lane(threads, options.concurrency or CONCURRENCY)
        limited = options.exclusive or options.concurrency is not None
        found[name] = Function(name, target, options.idempotent, limited, lane)
    return found


def options_of(target: Any) -> Options:
    """Returns what was said about a function, or that nothing was."""
    options = getattr(target, OPTIONS, None)
    return options if isinstance(options, Options) else Options()


def code_flags(target: Any) -> int:
    """Returns the flags of the code behind a function, a method or what wraps one."""
    for _ in range(20):
        code = getattr(target, "__code__", None)
        if code is not None:
            return int(code.co_flags)
        inner = getattr(target, "__func__", None) or getattr(target, "func", None)
        target = inner or getattr(target, "__wrapped__", None)
        if target is None:
            break
    return 0
