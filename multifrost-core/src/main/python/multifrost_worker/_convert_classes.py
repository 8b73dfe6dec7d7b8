"""Converters to classes with fields: dataclasses, TypedDict and NamedTuple."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Any, Optional

from multifrost_worker._hints import resolved
from multifrost_worker._mismatch import Mismatch, hint_name, inside

Converter = Callable[[Any], Any]
MakeConverter = Callable[[Any], Optional[Converter]]


def make(kind: type, converter: MakeConverter) -> Converter | None:
    """Returns the converter to a class, or None where it has no fields."""
    if issubclass(kind, dict) and hasattr(kind, "__total__"):
        return _typed_dict(kind, converter)
    if issubclass(kind, tuple) and hasattr(kind, "_fields"):
        return _named_tuple(kind, converter)
    if hasattr(kind, "__dataclass_fields__"):
        return _dataclass(kind, converter)
    return None


def _dataclass(kind: Any, converter: MakeConverter) -> Converter:
    fields = {
        name: field
        for name, field in kind.__dataclass_fields__.items()
        if field.init and field._field_type.name != "_FIELD_CLASSVAR"
    }
    hints = _hints_of_class(kind)

    def convert(value: Any) -> Any:
        if isinstance(value, kind):
            return value
        if type(value) is not dict:
            raise Mismatch(hint_name(kind), value)
        given = _fields(value, {name: hints.get(name, Any) for name in fields}, converter)
        try:
            return kind(**given)
        except (TypeError, ValueError) as ex:  # what is missing, or refused by __post_init__
            missing = [
                name
                for name, field in fields.items()
                if name not in given
                and type(field.default).__name__
                == type(field.default_factory).__name__
                == "_MISSING_TYPE"
            ]
            what = f"without {', '.join(missing)}" if missing else f"refused: {ex}"
            raise Mismatch(hint_name(kind), value, what=what) from None

    return convert


def _typed_dict(kind: Any, converter: MakeConverter) -> Converter:
    hints = _hints_of_class(kind)
    required: frozenset[str] = getattr(kind, "__required_keys__", frozenset())

    def convert(value: Any) -> Any:
        if type(value) is not dict:
            raise Mismatch(hint_name(kind), value)
        missing = sorted(required - value.keys())
        if missing:
            raise Mismatch(hint_name(kind), value, what=f"without {', '.join(missing)}")
        return {**value, **_fields(value, hints, converter)}

    return convert


def _named_tuple(kind: Any, converter: MakeConverter) -> Converter:
    hints = _hints_of_class(kind)

    def convert(value: Any) -> Any:
        if type(value) is list:
            if len(value) > len(kind._fields):
                raise Mismatch(hint_name(kind), value, what=f"a list of {len(value)}")
            value = dict(zip(kind._fields, value))
        if type(value) is not dict:
            raise Mismatch(hint_name(kind), value)
        wanted = {name: hints.get(name, Any) for name in kind._fields}
        try:
            return kind(**_fields(value, wanted, converter))
        except TypeError as ex:
            raise Mismatch(hint_name(kind), value, what=f"refused: {ex}") from None

    return convert


def _fields(
    value: dict[Any, Any], hints: dict[str, Any], converter: MakeConverter
) -> dict[str, Any]:
    given: dict[str, Any] = {}
    for name, hint in hints.items():
        if name in value:
            convert = converter(hint)
            given[name] = (
                value[name] if convert is None else inside(f".{name}", convert, value[name])
            )
    return given


def _hints_of_class(kind: Any) -> dict[str, Any]:
    hints: dict[str, Any] = {}
    for each in reversed(kind.__mro__):
        module = sys.modules.get(each.__module__)
        space = {**vars(module), each.__name__: each} if module else {}
        hints.update(resolved(each, space))
    return hints
