"""Converters to types of Python itself."""

from __future__ import annotations

import datetime
import enum
import re
import sys
from typing import Any, Callable, Optional

from multifrost_worker import _convert_classes
from multifrost_worker._mismatch import Mismatch, hint_name

Converter = Callable[[Any], Any]
MakeConverter = Callable[[Any], Optional[Converter]]

_DURATION = re.compile(
    r"(?P<sign>[+-]?)P(?:(?P<days>[+-]?\d+)D)?"
    r"(?:T(?:(?P<hours>[+-]?\d+)H)?(?:(?P<minutes>[+-]?\d+)M)?"
    r"(?:(?P<seconds>[+-]?\d+(?:\.\d+)?)S)?)?",
    re.IGNORECASE,
)


def make(hint: Any, kind: Any, converter: MakeConverter) -> Converter | None:
    """Returns the converter to a type, or None where it takes anything or is unknown."""
    if not isinstance(kind, type):
        return None
    simple = _SIMPLE.get((kind.__module__, kind.__qualname__))
    if simple is not None:
        return simple
    if issubclass(kind, enum.Enum):
        return _enum(kind)
    if "pathlib" in sys.modules and issubclass(kind, sys.modules["pathlib"].PurePath):
        return _from_text(hint, kind)
    with_fields = _convert_classes.make(kind, converter)
    if with_fields is not None:
        return with_fields
    if issubclass(kind, (str, int, float)):
        return _subclass(kind)
    return _instance(kind)


def _int(value: Any) -> int:
    if type(value) is int:
        return value
    if type(value) is float and value.is_integer():
        return int(value)
    raise Mismatch("int", value)


def _float(value: Any) -> float:
    if type(value) is float:
        return value
    if type(value) is int:
        return float(value)
    raise Mismatch("float", value)


def _str(value: Any) -> str:
    if type(value) is str:
        return value
    raise Mismatch("str", value)


def _bool(value: Any) -> bool:
    if type(value) is bool:
        return value
    raise Mismatch("bool", value)


def _binary(kind: Any) -> Converter:
    def convert(value: Any) -> Any:
        if type(value) is bytes:
            return value if kind is bytes else kind(value)
        if type(value) is list:
            try:
                # Java's bytes have a sign where they come as numbers
                return kind(bytes(each & 0xFF if -128 <= each < 0 else each for each in value))
            except (TypeError, ValueError):
                pass
        raise Mismatch(kind.__name__, value)

    return convert


def _datetime(value: Any) -> datetime.datetime:
    if type(value) is datetime.datetime:
        return value
    if type(value) is str:
        text = re.sub(r"\[.*\]$", "", value)  # the zone that Java adds to its offset
        text = re.sub(r"[zZ]$", "+00:00", text)
        # To microseconds, all of them, as Python up to 3.10 wants it
        text = re.sub(r"\.(\d+)", lambda match: f".{match[1][:6]:0<6}", text)
        try:
            return datetime.datetime.fromisoformat(text)
        except ValueError:
            pass
    elif type(value) in (int, float):
        try:
            return datetime.datetime.fromtimestamp(value, datetime.timezone.utc)
        except (ValueError, OverflowError, OSError):
            pass
    raise Mismatch("a time, such as 2026-01-31T12:00:00Z", value)


def _date(value: Any) -> datetime.date:
    if type(value) is str:
        try:
            return datetime.date.fromisoformat(value)
        except ValueError:
            pass
    elif type(value) is datetime.datetime:
        return value.date()
    raise Mismatch("a date, such as 2026-01-31", value)


def _time(value: Any) -> datetime.time:
    if type(value) is str:
        text = re.sub(r"[zZ]$", "+00:00", value)
        text = re.sub(r"\.(\d+)", lambda match: f".{match[1][:6]:0<6}", text)
        try:
            return datetime.time.fromisoformat(text)
        except ValueError:
            pass
    raise Mismatch("a time of day, such as 12:30:00", value)


def _timedelta(value: Any) -> datetime.timedelta:
    try:
        if type(value) in (int, float):
            return datetime.timedelta(seconds=value)
        match = _DURATION.fullmatch(value) if type(value) is str else None
        if match and (match.lastgroup or "sign") != "sign":
            parts = {
                name: float(part)
                for name, part in match.groupdict().items()
                if part and name != "sign"
            }
            return datetime.timedelta(**parts) * (-1 if match["sign"] == "-" else 1)
    except (ValueError, OverflowError):
        pass
    raise Mismatch("seconds, or a duration such as PT1.5S", value)


def _decimal(value: Any) -> Any:
    import decimal

    if type(value) in (int, str, float):
        try:
            return decimal.Decimal(str(value) if type(value) is float else value)
        except decimal.InvalidOperation:
            pass
    raise Mismatch("a decimal number", value)


def _uuid(value: Any) -> Any:
    import uuid

    try:
        if type(value) is str:
            return uuid.UUID(value)
        if type(value) is bytes:
            return uuid.UUID(bytes=value)
    except ValueError:
        pass
    raise Mismatch("a UUID", value)


def _from_text(hint: Any, kind: Any) -> Converter:
    def convert(value: Any) -> Any:
        if type(value) is not str:
            raise Mismatch(hint_name(hint), value)
        return kind(value)

    return convert


def _enum(kind: type[enum.Enum]) -> Converter:
    def convert(value: Any) -> Any:
        if type(value) is str and value in kind.__members__:
            return kind.__members__[value]
        try:
            return kind(value)
        except (ValueError, TypeError):
            names = list(kind.__members__)
            more = ", ..." if len(names) > 10 else ""
            raise Mismatch(
                f"{kind.__qualname__} ({', '.join(names[:10])}{more})", value, show=True
            ) from None

    return convert


def _subclass(kind: Any) -> Converter:
    of_base = next(
        convert
        for base, convert in ((str, _str), (int, _int), (float, _float))
        if issubclass(kind, base)
    )

    def convert(value: Any) -> Any:
        try:
            return kind(of_base(value))
        except (TypeError, ValueError) as ex:
            raise Mismatch(hint_name(kind), value, what=f"refused: {ex}") from None

    return convert


def _instance(kind: type) -> Converter | None:
    try:
        isinstance(None, kind)
    except TypeError:  # a protocol that is not to be asked
        return None

    def convert(value: Any) -> Any:
        if not isinstance(value, kind):
            raise Mismatch(hint_name(kind), value)
        return value

    return convert


# By module and name, so that none is imported for its own sake
_SIMPLE: dict[tuple[str, str], Converter] = {
    ("builtins", "int"): _int,
    ("builtins", "float"): _float,
    ("builtins", "str"): _str,
    ("builtins", "bool"): _bool,
    ("builtins", "bytes"): _binary(bytes),
    ("builtins", "bytearray"): _binary(bytearray),
    ("builtins", "memoryview"): _binary(memoryview),
    ("datetime", "datetime"): _datetime,
    ("datetime", "date"): _date,
    ("datetime", "time"): _time,
    ("datetime", "timedelta"): _timedelta,
    ("decimal", "Decimal"): _decimal,
    ("uuid", "UUID"): _uuid,
}
