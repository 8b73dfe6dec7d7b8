"""The functions of a worker by the names that they are called by."""

from __future__ import annotations

from typing import Any

from multifrost_worker import _pieces
from multifrost_worker._functions import Function
from multifrost_worker._java_names import java_name
from multifrost_worker._threads import Threads

_LONGEST_NAME = 100  # for which the nearest is looked for


class Served:
    """All that a worker serves: its functions, and those that tell of them."""

    def __init__(self, functions: dict[str, Function], threads: Threads) -> None:
        """Adds those that tell of the others, where these have no such names themselves."""
        self.functions = functions
        self.called: dict[str, Function] = {}
        """The functions by all of their names."""
        self._threads = threads
        for name, target in self._own_functions().items():
            functions.setdefault(name, target)
        self.called.update({**_by_java_names(functions), **functions})

    def refusal(self, message: dict[str, Any]) -> str | None:
        """Returns why a call can never be run, if that is so."""
        name = message.get("function")
        if not name or not isinstance(name, str):
            return "Message missing 'function' field"
        if name not in self.called:
            if name.startswith("_"):
                return f"Cannot call private method '{name}'"
            return f"Function '{name}' not found{self._nearest(name)}"
        if type(message.get("args") or []) is not list:
            return "Field 'args' must be an array"
        metadata = message.get("metadata")
        kwargs = metadata.get("kwargs") if type(metadata) is dict else None
        if kwargs and (type(kwargs) is not dict or any(type(key) is not str for key in kwargs)):
            return "Field 'kwargs' of the metadata must be a map with strings as keys"
        if type(metadata) is dict and ("stream" in metadata or "upload" in metadata):
            return _pieces.refusal(metadata, message.get("args") or [])
        return None

    def _nearest(self, name: str) -> str:
        """Returns what to say of the function that a name is likely to mean, if there is one."""
        if len(name) > _LONGEST_NAME:
            return ""
        import difflib

        folded = {each.replace("_", "").lower(): each for each in self.functions}
        near = difflib.get_close_matches(name.replace("_", "").lower(), folded, 1)
        return f"; did you mean '{folded[near[0]]}'?" if near else ""

    def _own_functions(self) -> dict[str, Function]:
        from multifrost_worker._functions import functions

        served = dict(self.functions)

        def list_functions() -> list[str]:
            return sorted(served)

        def describe_functions() -> list[dict[str, Any]]:
            from multifrost_worker._describe import describe_for_sure

            called: dict[str, list[str]] = {}
            for alias, function in self.called.items():
                called.setdefault(function.name, []).append(alias)
            return [
                {
                    **describe_for_sure(served[name]),
                    "aliases": [a for a in called[name] if a != name],
                }
                for name in sorted(served)
            ]

        return functions(
            {"list_functions": list_functions, "describe_functions": describe_functions},
            self._threads,
        )


def _by_java_names(functions: dict[str, Function]) -> dict[str, Function]:
    """The functions by the names that Java gives them; where two have the same, neither."""
    found: dict[str, list[Function]] = {}
    for name, function in functions.items():
        found.setdefault(java_name(name), []).append(function)
    return {name: those[0] for name, those in found.items() if len(those) == 1}
