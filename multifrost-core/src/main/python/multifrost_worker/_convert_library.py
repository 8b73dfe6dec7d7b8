"""Converters to types of NumPy, pandas, Pillow and pydantic, none of which is imported for that."""

from __future__ import annotations

import sys
from typing import Any, Callable

from multifrost_worker._arrays import NumberArray
from multifrost_worker._mismatch import Mismatch, hint_name

Converter = Callable[[Any], Any]


def make(kind: Any, args: tuple[Any, ...]) -> Converter | None:
    """Returns the converter to a type of one of the libraries, or None where it is of none."""
    if not isinstance(kind, type):
        return None
    module = (kind.__module__ or "").partition(".")[0]
    if module == "numpy":
        return _numpy(sys.modules["numpy"], kind, args)
    if module == "pandas":
        return _pandas(sys.modules["pandas"], kind)
    if module == "PIL" and kind.__name__ == "Image":
        return _image(kind)
    if hasattr(kind, "model_validate"):
        return _pydantic(kind)
    return None


def _guarded(kind: Any, convert: Converter, kinds: tuple[type, ...]) -> Converter:
    def guarded(value: Any) -> Any:
        if not isinstance(value, kinds):
            raise Mismatch(hint_name(kind), value)
        try:
            return convert(value)
        except Exception as ex:  # in words of the library
            raise Mismatch(hint_name(kind), value, what=f"refused: {ex}") from None

    return guarded


def _numpy(numpy: Any, kind: Any, args: tuple[Any, ...]) -> Converter | None:
    if kind is numpy.ndarray:
        dtype = _dtype(numpy, args)

        def array(value: Any) -> Any:
            if isinstance(value, bytes):
                return numpy.frombuffer(value, dtype or numpy.uint8)
            if isinstance(value, NumberArray):
                return value.to_numpy(numpy, dtype)
            return numpy.asarray(value, dtype)

        guarded = _guarded(kind, array, (list, bytes, NumberArray))
        guarded.takes_arrays = True  # type: ignore[attr-defined]
        return guarded
    if issubclass(kind, numpy.datetime64):
        return _guarded(kind, lambda value: kind(_naive(value)), (str, object))
    if issubclass(kind, numpy.generic):
        return _guarded(kind, kind, (int, float, str))
    return None


def _naive(value: Any) -> Any:
    return value.replace(tzinfo=None) if hasattr(value, "tzinfo") else value


def _dtype(numpy: Any, args: tuple[Any, ...]) -> Any:
    """Finds the element's type of NDArray[float32], which is ndarray[..., dtype[float32]]."""
    of_dtype = getattr(args[-1], "__args__", None) if args else None
    scalar = of_dtype[0] if of_dtype else None
    concrete = isinstance(scalar, type) and issubclass(scalar, numpy.generic)
    try:
        return numpy.dtype(scalar) if concrete else None
    except TypeError:  # an abstract one, such as numpy.floating
        return None


def _pandas(pandas: Any, kind: Any) -> Converter | None:
    if issubclass(kind, (pandas.DataFrame, pandas.Series, pandas.Index)):
        return _guarded(kind, kind, (list, dict))
    if kind in (pandas.Timestamp, pandas.Timedelta):
        return _guarded(kind, kind, (object,))
    return None


def _image(kind: Any) -> Converter:
    def image(value: bytes) -> Any:
        import io

        return sys.modules["PIL.Image"].open(io.BytesIO(value))

    return _guarded(kind, image, (bytes,))


def _pydantic(kind: Any) -> Converter:
    return _guarded(kind, kind.model_validate, (object,))
