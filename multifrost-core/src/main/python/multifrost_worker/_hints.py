"""Arguments as the type hints of a function want them."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from typing import Any, Callable

from multifrost_worker._arrays import NumberArray
from multifrost_worker._upload import Upload

Adapter = Callable[[list[Any], Mapping[str, Any]], "tuple[list[Any], Mapping[str, Any]]"]
Converter = Callable[[Any], Any]

_SPECIAL = frozenset((NumberArray, Upload))


def adapter(name: str, target: Callable[..., Any]) -> Adapter | None:
    """Returns what converts the arguments of a function, or None where nothing is to be done."""
    if not annotations_of(target).keys() - {"return"}:
        return None
    converters = _converters(target)
    if converters is None:
        return None
    positional, rest, named = converters

    def mismatch(parameter: str, ex: Exception) -> TypeError:
        return TypeError(f"{name}(): parameter '{parameter}{ex}")

    from multifrost_worker._convert import Mismatch

    def adapt(args: list[Any], kwargs: Mapping[str, Any]) -> tuple[list[Any], Mapping[str, Any]]:
        converted = list(args)
        for i, value in enumerate(args):
            parameter, convert = positional[i] if i < len(positional) else rest
            if type(value) in _SPECIAL:
                if type(value) is Upload:  # its items are converted when they come
                    continue
                if not getattr(convert, "takes_arrays", False):
                    value = converted[i] = value.tolist()
            if convert is not None:
                try:
                    converted[i] = convert(value)
                except Mismatch as ex:
                    raise mismatch(parameter, ex) from None
        if kwargs:
            given = dict(kwargs)
            for key, value in kwargs.items():
                convert = named.get(key)
                if convert is not None:
                    try:
                        given[key] = convert(value)
                    except Mismatch as ex:
                        raise mismatch(key, ex) from None
            return converted, given
        return converted, kwargs

    return adapt


def _converters(
    target: Callable[..., Any],
) -> (
    tuple[list[tuple[str, Converter | None]], tuple[str, Converter | None], dict[str, Converter]]
    | None
):
    import inspect

    from multifrost_worker._convert import converter

    try:
        parameters = inspect.signature(target).parameters
    except (TypeError, ValueError, NameError):  # it tells nothing of its parameters
        return None
    hints = resolved(target)
    positional: list[tuple[str, Converter | None]] = []
    rest: tuple[str, Converter | None] = ("", None)
    named: dict[str, Converter] = {}
    for parameter in parameters.values():
        convert = converter(hints[parameter.name]) if parameter.name in hints else None
        if parameter.kind is parameter.VAR_POSITIONAL:
            rest = (parameter.name, convert)
            continue
        if parameter.kind in (parameter.POSITIONAL_ONLY, parameter.POSITIONAL_OR_KEYWORD):
            positional.append((parameter.name, convert))
        if convert is not None and parameter.kind is not parameter.VAR_KEYWORD:
            named[parameter.name] = convert
    if not named and rest[1] is None and not any(convert for _, convert in positional):
        return None
    return positional, rest, named


def annotations_of(target: Any) -> dict[str, Any]:
    """Returns the annotations of a function as they stand there, none where they cannot be read."""
    target = getattr(target, "__func__", target)
    if isinstance(target, type) and sys.version_info < (3, 14):
        return dict(target.__dict__.get("__annotations__", {}))  # not those that it inherits  # noqa: RUF063
    try:
        found = getattr(target, "__annotations__", None)
    except Exception:  # Python 3.14 evaluates them now, and a name may be known to type checkers
        if sys.version_info >= (3, 14):
            import annotationlib

            found = annotationlib.get_annotations(target, format=annotationlib.Format.FORWARDREF)
        else:
            found = None
    return dict(found) if isinstance(found, dict) else {}


def resolved(target: Any, space: dict[str, Any] | None = None) -> dict[str, Any]:
    """Returns the annotations of a function or class as types, without those unknown here."""
    found = annotations_of(target)
    if space is None:
        inner = getattr(target, "__func__", target)
        while hasattr(inner, "__wrapped__"):
            inner = inner.__wrapped__
        space = getattr(inner, "__globals__", {})
    return {name: hint for name, raw in found.items() if (hint := _resolve(raw, space)) is not None}


def is_stream(hint: Any) -> bool:
    """Returns whether what a function says that it returns can only be read once, in pieces."""
    import io
    import typing
    from collections import abc

    kind = typing.get_origin(hint) or hint
    if kind in (typing.IO, typing.BinaryIO, typing.TextIO):
        return True
    if kind in (abc.Iterator, abc.Generator, abc.AsyncIterator, abc.AsyncGenerator):
        return True
    return isinstance(kind, type) and issubclass(kind, io.IOBase)


def _resolve(hint: Any, space: dict[str, Any]) -> Any:
    if isinstance(hint, type) and not hasattr(hint, "__args__"):
        return hint
    import typing

    def holder() -> None: ...

    holder.__annotations__ = {"hint": hint}
    try:
        return typing.get_type_hints(holder, space, space, include_extras=True)["hint"]
    except Exception:  # a name that only type checkers know, or syntax that is too new
        return None
