"""Converters from what a message holds to a hinted type."""

from __future__ import annotations

import collections
import threading
import types
import typing
from collections import abc
from typing import Any, Callable

from multifrost_worker import _convert_library, _convert_standard
from multifrost_worker._mismatch import Mismatch, hint_name, inside

__all__ = ["Converter", "Mismatch", "converter"]

Converter = Callable[[Any], Any]

_LISTS = (
    list, abc.Sequence, abc.MutableSequence, abc.Iterable, abc.Collection, abc.Iterator,
    abc.Reversible,
)  # fmt: skip
_SETS = {set: set, frozenset: frozenset, abc.Set: set, abc.MutableSet: set}
_DICTS = (dict, abc.Mapping, abc.MutableMapping, collections.OrderedDict, collections.defaultdict)
_UNION = getattr(types, "UnionType", None)
_lock = threading.RLock()
_made: dict[Any, Converter | None] = {}


def converter(hint: Any) -> Converter | None:
    """Returns what makes a hinted type of a value and raises Mismatch, or None: takes anything."""
    with _lock:
        key = (hint, repr(hint))  # unions are equal in any order, but are tried in theirs
        try:
            if key in _made:
                return _made[key]
        except TypeError:  # not to be compared
            return _make(hint)
        holder: list[Converter | None] = []

        def met_within_itself(value: Any) -> Any:
            return value if holder[0] is None else holder[0](value)

        _made[key] = met_within_itself
        holder.append(_make(hint))
        _made[key] = holder[0]
        return holder[0]


def _make(hint: Any) -> Converter | None:
    if hint is None or hint is type(None):
        return _nothing
    if hint in (Any, object) or isinstance(hint, (str, typing.TypeVar, typing.ForwardRef)):
        return None
    origin = typing.get_origin(hint)
    args = typing.get_args(hint)
    if origin is not None and hasattr(hint, "__metadata__"):  # Annotated
        return converter(args[0])
    if origin is typing.Union or (_UNION is not None and isinstance(hint, _UNION)):
        return _union(hint, args)
    if origin is typing.Literal:
        return _literal(hint, args)
    if hasattr(hint, "__supertype__"):  # NewType
        return converter(hint.__supertype__)
    if str(origin).rsplit(".", 1)[-1] in ("Required", "NotRequired", "ReadOnly", "Final"):
        return converter(args[0])
    library = _convert_library.make(origin or hint, args)
    if library is not None:
        return library
    return _collection(hint, origin or hint, args) or _convert_standard.make(
        hint, origin or hint, converter
    )


def _nothing(value: Any) -> Any:
    if value is not None:
        raise Mismatch("None", value)


def _union(hint: Any, args: tuple[Any, ...]) -> Converter | None:
    choices = [(arg, converter(arg)) for arg in args]
    exact = frozenset(arg for arg in args if isinstance(arg, type))
    if any(convert is None for _, convert in choices):
        return None
    only = [convert for arg, convert in choices if arg is not type(None)]
    optional = len(only) < len(choices)

    def convert(value: Any) -> Any:
        if value is None and optional:
            return None
        if type(value) in exact and type(value) in (int, float, str, bool, bytes):
            return value
        if len(only) == 1 and only[0] is not None:
            return only[0](value)  # its own words say more
        for each in only:
            try:
                return each(value) if each else value
            except Mismatch:
                continue
        raise Mismatch(hint_name(hint), value)

    convert.takes_arrays = any(  # type: ignore[attr-defined]
        getattr(each, "takes_arrays", False) for each in only
    )
    return convert


def _literal(hint: Any, args: tuple[Any, ...]) -> Converter:
    def convert(value: Any) -> Any:
        for arg in args:
            if value == arg and type(value) is type(arg):
                return arg
        raise Mismatch(hint_name(hint), value, show=True)

    return convert


def _collection(hint: Any, kind: Any, args: tuple[Any, ...]) -> Converter | None:
    if kind in _LISTS:
        return _entries(hint, list, args[0] if args else Any)
    if kind in _SETS:
        return _entries(hint, _SETS[kind], args[0] if args else Any)
    if kind is collections.deque:
        return _entries(hint, collections.deque, args[0] if args else Any)
    if kind is tuple:
        if not args:
            return _entries(hint, tuple, Any)
        if len(args) == 2 and args[1] is Ellipsis:
            return _entries(hint, tuple, args[0])
        return _row(hint, args)
    if kind in _DICTS:
        return _mapping(hint, kind, *(args if len(args) == 2 else (Any, Any)))
    return None


def _entries(hint: Any, kind: Callable[[Any], Any], entry: Any) -> Converter:
    of_entry = converter(entry)
    exact = {entry} if entry in (int, float, str, bool, bytes) else set()

    def convert(value: Any) -> Any:
        if type(value) is not list:
            raise Mismatch(hint_name(hint), value)
        if of_entry is not None and not exact.issuperset(map(type, value)):
            value = [inside(f"[{i}]", of_entry, each) for i, each in enumerate(value)]
        return value if kind is list else kind(value)

    return convert


def _row(hint: Any, entries: tuple[Any, ...]) -> Converter:
    entries = () if entries == ((),) else entries
    converters = [converter(entry) for entry in entries]

    def convert(value: Any) -> Any:
        if type(value) is not list:
            raise Mismatch(hint_name(hint), value)
        if len(value) != len(converters):
            raise Mismatch(hint_name(hint), value, what=f"a list of {len(value)}")
        return tuple(
            each if of_entry is None else inside(f"[{i}]", of_entry, each)
            for i, (of_entry, each) in enumerate(zip(converters, value))
        )

    return convert


def _mapping(hint: Any, kind: Any, key: Any, entry: Any) -> Converter:
    of_key, of_entry = converter(key), converter(entry)

    def convert(value: Any) -> Any:
        if type(value) is not dict:
            raise Mismatch(hint_name(hint), value)
        if of_key is not None or of_entry is not None:
            value = {
                _key(of_key, key, name): each
                if of_entry is None
                else inside(f"[{name!r}]", of_entry, each)
                for name, each in value.items()
            }
        return collections.OrderedDict(value) if kind is collections.OrderedDict else value

    return convert


def _key(of_key: Converter | None, hint: Any, name: Any) -> Any:
    if of_key is None:
        return name
    if hint in (int, float) and isinstance(name, str):  # as languages write it whose keys are texts
        try:
            return hint(name)
        except ValueError:
            pass
    return inside(f", key {name!r},", of_key, name)
