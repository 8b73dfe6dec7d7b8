"""What functions say about themselves."""

from __future__ import annotations

import inspect
from typing import Any

from multifrost_worker._functions import Function
from multifrost_worker._hints import annotations_of, resolved

_STARS: dict[Any, str] = {
    inspect.Parameter.VAR_POSITIONAL: "*",
    inspect.Parameter.VAR_KEYWORD: "**",
}


def describe(function: Function) -> dict[str, Any]:
    """Returns what people may know of a function.

    A parameter that takes any number of arguments has its star in its name.
    """
    return _described(function, _parameters(function.target), annotations_of(function.target))


def describe_for_sure(function: Function) -> dict[str, Any]:
    """Returns what a parent may hold its clients to: nothing that a call might prove wrong.

    A type is told where it is known what its name stands for. A decorated function may take more,
    fewer or other arguments than the one within.
    """
    parameters = _parameters(function.target)
    if _is_decorated(function.target):
        parameters = [each.replace(annotation=each.empty) for each in parameters]
        described = _described(function, parameters, {})
        for each in described["parameters"]:
            each["optional"] = True
        described["parameters"] += [
            {"name": name, "type": "", "optional": True, "keyword_only": False}
            for name in ("*args", "**kwargs")
            if not any(each["name"].startswith(name[:-4]) for each in described["parameters"])
        ]
        return described
    hints = resolved(function.target)
    known = [
        each.replace(annotation=each.empty) if isinstance(each.annotation, str) else each
        for each in parameters
    ]
    described = _described(function, known, hints)
    return {**described, "returns": describe(function)["returns"]}


def _described(
    function: Function, parameters: list[inspect.Parameter], hints: dict[str, Any]
) -> dict[str, Any]:
    return {
        "name": function.name,
        "parameters": [
            {
                "name": _STARS.get(each.kind, "") + each.name,
                "type": _type(hints.get(each.name, each.annotation)),
                "optional": each.default is not each.empty or each.kind in _STARS,
                "keyword_only": each.kind is each.KEYWORD_ONLY,
            }
            for each in parameters
        ],
        "returns": _type(hints.get("return", inspect.Parameter.empty)),
        "stream": function.streams,
        "doc": inspect.getdoc(function.target),
        "idempotent": function.idempotent,
    }


def signature(described: dict[str, Any]) -> str:
    """Returns a description as Python writes a function's head."""
    parts: list[str] = []
    bare = False
    for each in described["parameters"]:
        if each["keyword_only"] and not bare and not any(p.startswith("*") for p in parts):
            parts.append("*")
            bare = True
        of_type = f": {each['type']}" if each["type"] else ""
        default = " = ..." if each["optional"] and not each["name"].startswith("*") else ""
        parts.append(f"{each['name']}{of_type}{default}")
    returns = f" -> {described['returns']}" if described["returns"] else ""
    return f"{described['name']}({', '.join(parts)}){returns}"


def _parameters(target: Any) -> list[inspect.Parameter]:
    try:
        return list(inspect.signature(target).parameters.values())
    except (TypeError, ValueError, NameError):
        any_number = inspect.Parameter("args", inspect.Parameter.VAR_POSITIONAL)
        return [any_number]  # it tells nothing, so that it may take anything


def _is_decorated(target: Any) -> bool:
    """Returns whether another function stands before the one whose parameters are told."""
    try:
        outer = inspect.signature(target, follow_wrapped=False)
        return hasattr(target, "__wrapped__") and outer != inspect.signature(target)
    except (TypeError, ValueError, NameError):
        return False


def _type(hint: Any) -> str:
    if hint is inspect.Parameter.empty:
        return ""
    if isinstance(hint, type) and hint.__module__ == "typing":  # BinaryIO and the like
        return f"typing.{hint.__qualname__}"
    return hint if isinstance(hint, str) else inspect.formatannotation(hint)
