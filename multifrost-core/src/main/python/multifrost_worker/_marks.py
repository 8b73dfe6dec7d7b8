"""What a module may say about its functions."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple, TypeVar, overload

F = TypeVar("F", bound=Callable[..., Any])

OPTIONS = "__multifrost_options__"
START = "__multifrost_start__"
STOP = "__multifrost_stop__"


class Options(NamedTuple):
    """What is said about a function by `function`."""

    name: str | None = None
    idempotent: bool = False
    concurrency: int | None = None
    exclusive: bool = False


@overload
def function(target: F) -> F: ...


@overload
def function(
    *,
    name: str | None = None,
    idempotent: bool = False,
    concurrency: int | None = None,
    exclusive: bool = False,
) -> Callable[[F], F]: ...


def function(
    target: F | None = None,
    *,
    name: str | None = None,
    idempotent: bool = False,
    concurrency: int | None = None,
    exclusive: bool = False,
) -> F | Callable[[F], F]:
    """Says more about a function that is served; with or without parentheses.

    name: what parents call it by, instead of its own name; without a leading underscore.
    idempotent: whether a call that may have run already may be sent again.
    concurrency: how many calls of it run at once, at least 1; 16 by default.
    exclusive: whether it never runs beside itself or another function that is exclusive.

    Raises ValueError where one of these makes no sense.
    """
    if name is not None and (not name or name.startswith("_")):
        raise ValueError(f"A function cannot be served as '{name}': names begin with no underscore")
    if concurrency is not None and concurrency < 1:
        raise ValueError(f"concurrency must be at least 1, but is {concurrency}")
    options = Options(name, idempotent, concurrency, exclusive)

    def mark(target: F) -> F:
        setattr(target, OPTIONS, options)
        return target

    return mark(target) if target is not None else mark


def on_start(target: F) -> F:
    """Has a function without arguments run once before the worker counts as ready.

    Where it raises, the worker ends with code 1 and the trace.
    """
    setattr(target, START, True)
    return target


def on_stop(target: F) -> F:
    """Has a function without arguments run when the worker ends, for 4 s at most."""
    setattr(target, STOP, True)
    return target
