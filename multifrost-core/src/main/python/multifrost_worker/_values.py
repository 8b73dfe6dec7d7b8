"""Results: whatever a function returns gets its form in MessagePack."""

from __future__ import annotations

import datetime
import enum
import json
import sys
from collections import abc
from typing import Any, Callable

import msgpack

LEAVES = frozenset((type(None), bool, int, float, str, bytes, bytearray))
_TEXTS = (("decimal", "Decimal"), ("uuid", "UUID"), ("pathlib", "PurePath"))
_CONTAINERS = (dict, list, tuple)
_STEPS = 8  # from a value to its form, such as a NumPy scalar's time to a timestamp
_DEEPEST = 512  # beyond which MessagePack refuses a value anyway
_ITERATORS = (map, filter, zip, type(_ for _ in ()))


class NoForm(TypeError):
    """A value that has no form in MessagePack."""


def packer() -> Callable[[Any], bytes]:
    """Returns what packs values one after another, for one thread at a time; checks no keys."""
    found: Callable[[Any], bytes] = msgpack.Packer(default=_form, datetime=True).pack
    return found


def pack(value: Any, name: str = "result") -> bytes:
    """Returns a value in MessagePack.

    name: what the value is called where a part of it has no form.

    Raises TypeError where a part of it has no form, OverflowError where an integer is beyond 64
    bits, UnicodeEncodeError for a text that UTF-8 cannot hold, and ValueError for keys that are one
    to other languages. The message names the place.
    """
    try:
        packed: bytes = msgpack.packb(value, default=_form, datetime=True)
    except (NoForm, OverflowError, UnicodeEncodeError) as ex:
        raise _at_its_place(value, ex, name) from None
    if type(value) not in LEAVES:
        check_keys(value)
    return packed


def unpack(packed: bytes) -> Any:
    """Reads what `pack` has written."""
    return msgpack.unpackb(packed, strict_map_key=False, timestamp=3)


def type_name(value: Any) -> str:
    """Returns the name of a value's type as people write it."""
    kind = type(value)
    module = kind.__module__
    return kind.__qualname__ if module == "builtins" else f"{module}.{kind.__qualname__}"


def _form(value: Any) -> Any:
    """Returns what stands for a value that MessagePack does not know; is asked again for parts."""
    for _ in range(_STEPS):
        value = _step(value)
        if value is _NIL:
            return None
        if type(value) in _CONTAINERS:
            check_keys(value)
            return value
        if type(value) in LEAVES or _is_moment(value):
            return value
    raise NoForm(f"a value of type {type_name(value)} has no end of forms")


def _step(value: Any) -> Any:
    form = _standard(value)
    if form is None:
        form = _library(value)
    if form is None:
        raise NoForm(
            f"a value of type {type_name(value)} has no form for other languages: return a number,"
            " text, bytes, list, dict or dataclass"
        )
    return form


def _is_moment(value: Any) -> bool:
    return type(value) is datetime.datetime and value.tzinfo is not None


_NIL = object()


def _standard(value: Any) -> Any:
    if isinstance(value, int):
        raise OverflowError(f"an integer of {value.bit_length()} bits is beyond 64 bits")
    if isinstance(value, enum.Enum):
        return value.name
    if isinstance(value, datetime.datetime):
        return _moment(value)
    if isinstance(value, (datetime.date, datetime.time)):
        return value.isoformat()
    if isinstance(value, datetime.timedelta):
        return _duration(value)
    for module, name in _TEXTS:
        kind = getattr(sys.modules.get(module), name, None)  # imported already, or it is none
        if kind is not None and isinstance(value, kind):
            return str(value)
    fields = getattr(type(value), "__dataclass_fields__", None)
    if fields is not None:
        dump = getattr(value, "model_dump", None)
        return dump() if dump else {name: getattr(value, name) for name in _own_fields(fields)}
    if isinstance(value, abc.Mapping):
        return dict(value)
    if isinstance(value, (abc.Set, _ITERATORS)) or (
        isinstance(value, abc.Sequence) and not isinstance(value, (str, memoryview))
    ):
        return list(value)
    return None


def _own_fields(fields: dict[str, Any]) -> list[str]:
    return [name for name, field in fields.items() if field._field_type.name == "_FIELD"]


def _moment(value: datetime.datetime) -> Any:
    if type(value) is not datetime.datetime:
        if value != value:  # pandas.NaT
            return _NIL
        value = value.to_pydatetime(warn=False) if hasattr(value, "to_pydatetime") else value
        value = datetime.datetime.combine(value.date(), value.timetz())
    return value.astimezone()  # without a zone it is local time, as Python takes it


def _duration(value: datetime.timedelta) -> Any:
    """Returns an ISO 8601 duration, such as PT90.5S, which Java's Duration reads."""
    if value != value:  # pandas.NaT
        return _NIL
    micros = (value.days * 86400 + value.seconds) * 1_000_000 + value.microseconds
    sign, micros = ("-", -micros) if micros < 0 else ("", micros)
    whole, part = divmod(micros, 1_000_000)
    fraction = f".{part:06}".rstrip("0") if part else ""
    return f"PT{sign}{whole}{fraction}S"


def _library(value: Any) -> Any:
    """Gives a form to values of libraries, none of which is imported for that."""
    if hasattr(value, "model_dump"):
        return value.model_dump()
    numpy, pandas = sys.modules.get("numpy"), sys.modules.get("pandas")
    if pandas is not None and hasattr(pandas, "DataFrame"):
        form = _pandas(pandas, value)
        if form is not None:
            return form
    if numpy is not None and hasattr(numpy, "ndarray"):
        form = _numpy(numpy, value)
        if form is not None:
            return form
    images = sys.modules.get("PIL.Image")
    if images is not None and isinstance(value, images.Image):
        import io

        out = io.BytesIO()
        value.save(out, "PNG")
        return out.getvalue()
    arrays = sys.modules.get("array")
    if arrays is not None and isinstance(value, arrays.array):
        return value.tolist()
    return None


def _pandas(pandas: Any, value: Any) -> Any:
    if value is pandas.NaT or value is pandas.NA:
        return _NIL
    if isinstance(value, pandas.DataFrame):
        return value.astype(object).where(value.notna(), None).to_dict("records")
    if isinstance(value, (pandas.Series, pandas.Index, pandas.api.extensions.ExtensionArray)):
        value = pandas.Series(value)
        return value.astype(object).where(value.notna(), None).tolist()
    return None


def _numpy(numpy: Any, value: Any) -> Any:
    if isinstance(value, (numpy.datetime64, numpy.timedelta64)):
        if numpy.isnat(value):
            return _NIL
        unit = "datetime64[us]" if isinstance(value, numpy.datetime64) else "timedelta64[us]"
        return value.astype(unit).item()
    if isinstance(value, numpy.ndarray):
        if value.dtype.kind in "mM":  # their nanoseconds would become plain integers
            return list(value) if value.ndim else value[()]
        return value.tolist() if value.ndim else value.item()
    if isinstance(value, numpy.generic):
        item = value.item()
        return item if type(item) is not type(value) else None
    return None


def check_keys(value: Any) -> None:
    """Refuses keys such as 1 and "1": to languages whose maps have texts as keys, they are one."""
    if isinstance(value, dict):
        _check_dict(value)
        entries: list[Any] = list(value.values())  # a copy: other threads may change the dict
    elif isinstance(value, (list, tuple)):
        if LEAVES.issuperset(map(type, value)):
            return
        entries = list(value)
    else:
        return
    for each in entries:
        if isinstance(each, _CONTAINERS):
            check_keys(each)


def _check_dict(value: dict[Any, Any]) -> None:
    keys = list(value)
    if all(type(key) is str for key in keys):
        return
    texts: dict[str, Any] = {}
    for key in keys:
        text = key if isinstance(key, str) else json.dumps(key, default=str)
        other = texts.setdefault(text, key)
        if other is not key:
            raise ValueError(
                f"A dict of the result has the keys {other!r} and {key!r}, which are one to other"
                " languages"
            )


def _at_its_place(value: Any, ex: Exception, name: str) -> Exception:
    place = _place(value, name, 0)
    if place is None:
        return ex
    path, cause = place
    if isinstance(cause, UnicodeEncodeError):
        return UnicodeEncodeError(
            cause.encoding, cause.object, cause.start, cause.end, f"{path}: {cause.reason}"
        )
    kind = TypeError if isinstance(cause, NoForm) else type(cause)
    return kind(f"{path}: {cause}")


def _place(value: Any, path: str, depth: int) -> tuple[str, Exception] | None:
    """Finds the innermost part that has no form: how to reach it, and what is said of it."""
    cause = _failure(value)
    if cause is None or depth > _DEEPEST:
        return None
    form = value
    if type(value) not in LEAVES and not isinstance(value, _CONTAINERS):
        try:
            form = _form(value)
        except Exception as ex:
            return path, ex
    if isinstance(form, dict):
        named = value is not form  # the fields of an object
        for key, each in form.items():
            if _failure(key) is not None:
                return f"{path}, key {key!r}", _failure(key) or cause
            step = f".{key}" if named or _is_name(key) else f"[{key!r}]"
            found = _place(each, path + step, depth + 1)
            if found:
                return found
    elif isinstance(form, (list, tuple)):
        for i, each in enumerate(form):
            found = _place(each, f"{path}[{i}]", depth + 1)
            if found:
                return found
    return path, cause


def _is_name(key: Any) -> bool:
    return isinstance(key, str) and key.isidentifier()


def _failure(value: Any) -> Exception | None:
    pack_one: Callable[..., Any] = msgpack.packb
    try:
        pack_one(value, default=_form, datetime=True)
    except Exception as ex:
        return ex
    return None
