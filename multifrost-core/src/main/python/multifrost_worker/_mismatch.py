"""What is said where a value does not fit a type hint."""

from __future__ import annotations

from typing import Any, Callable

_LONGEST = 60


class Mismatch(Exception):
    """A value that does not fit; the text begins within the quoted name of the parameter."""

    def __init__(self, expected: str, value: Any, what: str = "", show: bool = False) -> None:
        super().__init__(expected)
        self.path = ""
        self.expected = expected
        self.what = what or _what(value, show)

    def __str__(self) -> str:
        return f"{self.path}' must be {self.expected}, but is {self.what}"


def inside(step: str, convert: Callable[[Any], Any], value: Any) -> Any:
    """Converts a part, and adds the step that leads to it where it does not fit."""
    try:
        return convert(value)
    except Mismatch as ex:
        ex.path = step + ex.path
        raise


def _what(value: Any, show: bool) -> str:
    if value is None:
        return "None"
    name = type(value).__name__
    if show or isinstance(value, (str, int, float)):
        text = repr(value)
        return f"{name} {text if len(text) <= _LONGEST else text[:_LONGEST] + '...'}"
    return name


def hint_name(hint: Any) -> str:
    """Returns a type hint as Python writes it."""
    if isinstance(hint, type) and not hasattr(hint, "__args__"):
        module = hint.__module__
        return hint.__qualname__ if module in ("builtins", "__main__") else _qualified(hint)
    return repr(hint).replace("typing.", "")


def _qualified(hint: type) -> str:
    return f"{hint.__module__}.{hint.__qualname__}"
