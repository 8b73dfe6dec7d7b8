"""Arrays of numbers, as they lie in memory: an extension that holds [dtype, shape, bytes]."""

from __future__ import annotations

import struct
import sys
from typing import Any

import msgpack

from multifrost_worker import _files

CODE = 40
FEATURE = "array"
_FORMATS = {
    "<f8": "d", "<f4": "f", "<i8": "q", "<i4": "i", "<i2": "h", "|i1": "b",
    "<u8": "Q", "<u4": "I", "<u2": "H", "|u1": "B", "|b1": "?",
}  # fmt: skip
_WIDE = {"<i4": "<i8", "<i2": "<i8", "<f4": "<f8"}
_DIMENSIONS = 32  # of an array of NumPy 1
_HEAD_BYTES = 256  # within which all is said but the bytes
_BINARY_SIZES = {0xC4: ">B", 0xC5: ">H", 0xC6: ">I"}


class NumberArray:
    """An array that came as an argument, until it is known what its function wants."""

    __slots__ = ("_bytes", "_loans", "dtype", "part", "shape")

    def __init__(
        self, dtype: str, shape: list[int], elements: memoryview, part: _files.Part | None = None
    ) -> None:
        self.dtype = dtype
        self.shape = shape
        self.part = part  # where the bytes are that are in a file
        self._bytes = elements
        self._loans: _files.Loans | None = None

    def find(self, loans: _files.Loans) -> None:
        """Finds the bytes that are in a file; raises _files.Unusable where they are not there."""
        if self.part is not None:
            self._bytes = loans.view(self.part)
            self._loans = loans

    def tolist(self) -> list[Any]:
        """Returns it as lists, within each other where it has several dimensions."""
        if not self._bytes:
            return []
        found: list[Any] = self._bytes.cast(_FORMATS[self.dtype], self.shape).tolist()  # type: ignore[call-overload]
        return found

    def to_numpy(self, numpy: Any, dtype: Any) -> Any:
        """Returns it as an array that may be changed.

        dtype: the one that is wanted, or None for the one that a list of the numbers would get, so
        that no sum or product of what was an int or a float in Java wraps around or is cut.
        """
        wanted = dtype or _WIDE.get(self.dtype)
        array = numpy.frombuffer(self._bytes, self.dtype)
        if self._loans is None:
            return numpy.array(array.reshape(self.shape), wanted)
        self._loans.watch(array)
        return numpy.asarray(array.reshape(self.shape), wanted)


def read(code: int, data: bytes) -> Any:
    """Reads an extension; raises ValueError where it is an array that is malformed."""
    if code == _files.CODE:
        return _files.FileBytes(_files.read(data))
    if code != CODE:
        return msgpack.ExtType(code, data)
    try:
        return _read(data)
    except ValueError as ex:
        raise ValueError(
            f"an array of numbers (extension type {CODE}) is malformed: {ex}"
        ) from None


def _read(data: bytes) -> NumberArray:
    head = msgpack.Unpacker(max_buffer_size=_HEAD_BYTES)
    head.feed(data[:_HEAD_BYTES])
    part: _files.Part | None = None
    try:
        parts, dtype, shape = head.read_array_header(), head.unpack(), head.unpack()
        if data[head.tell()] in _BINARY_SIZES:
            form = _BINARY_SIZES[data[head.tell()]]
            start = head.tell() + 1 + struct.calcsize(form)
            (size,) = struct.unpack_from(form, data, head.tell() + 1)
            end = start + size
        else:
            code, in_file = head.unpack()
            part = _files.read(in_file if code == _files.CODE else b"")
            start, size, end = len(data), part[2], head.tell()
    except Exception:  # it ends too early, or is something else
        parts, dtype, shape, start, size, end = 0, None, None, 0, -1, -1
    if parts != 3 or type(dtype) is not str or type(shape) is not list or end != len(data):
        raise ValueError("it must hold [dtype, shape, binary]")
    if dtype not in _FORMATS:
        raise ValueError(f"its dtype {dtype[:40]!r} is unknown")
    least = 0 if len(shape) == 1 else 1
    if not 0 < len(shape) <= _DIMENSIONS or any(type(n) is not int or n < least for n in shape):
        raise ValueError("its shape must hold positive integers")
    needed = int(dtype[2:])
    for n in shape:
        needed *= n
    if needed != size:
        raise ValueError(f"the shape {shape} of {dtype!r} does not have {size} bytes")
    return NumberArray(dtype, shape, memoryview(data)[start:], part)


def misplaced(message: dict[Any, Any], count: int) -> str | None:
    """Returns what is wrong where not all of the arrays of a message are arguments of a call.

    Items of an argument count like arguments, but are in no file.
    """
    items = message["type"] != "call"
    found = (message.get("results") or [message.get("result")]) if items else message.get("args")
    those = found if type(found) is list else []
    there = sum(type(each) is NumberArray and not (items and each.part) for each in those)
    if not items:
        there += list(map(type, those)).count(_files.FileBytes)
    if there == count:
        return None
    return (
        "An array of numbers (extension type 40), or what is in a file (41), must be an argument"
        " by itself, and an item in no file"
    )


def found(value: Any, loans: _files.Loans | None) -> Any:
    """Returns an argument whose bytes may be in a file; raises _files.Unusable where they are not.

    loans: what the call was lent, or None where that is nothing.
    """
    kind = type(value)
    if kind is _files.FileBytes or (kind is NumberArray and value.part is not None):
        if loans is None:
            raise _files.Unusable("an argument is in a file, and no file was lent")
        if kind is _files.FileBytes:
            return bytes(loans.view(value.part))
        value.find(loans)
    return value


def pack(value: Any, loans: _files.Loans | None = None) -> tuple[bytes, ...] | None:
    """Returns an array as the extension, its head and its bytes; None for what is none.

    loans: with the file for the answer, where one was lent.
    """
    numpy = sys.modules.get("numpy")
    kind = type(value)
    if numpy is not None and kind is getattr(numpy, "ndarray", None):
        dtype, shape = value.dtype.str, value.shape
        if not 0 < len(shape) <= _DIMENSIONS or (len(shape) > 1 and 0 in shape):
            return None
    elif kind.__name__ == "array" and kind is getattr(sys.modules.get("array"), "array", None):
        if value.typecode not in "bBhHiIlLqQfd":
            return None
        size = value.itemsize
        letter = "f" if value.typecode in "fd" else "i" if value.typecode.islower() else "u"
        dtype, shape = f"{'|' if size == 1 else '<'}{letter}{size}", (len(value),)
    else:
        return None
    if dtype not in _FORMATS or sys.byteorder != "little":
        return None
    head: bytes = b"\x93" + msgpack.packb(dtype) + msgpack.packb(shape)
    size = int(dtype[2:])
    for n in shape:
        size *= n
    if loans is not None and loans.takes(size):
        plain = numpy.ascontiguousarray(value) if hasattr(value, "dtype") else value  # type: ignore[union-attr]
        in_file = loans.write(memoryview(plain).cast("B"))
        if in_file is not None:
            return (_files.extension(CODE, head + _files.extension(_files.CODE, in_file)),)
    elements = value.tobytes()  # a copy: the function may go on to change it
    head += b"\xc6" + struct.pack(">I", len(elements))
    return b"\xc9" + struct.pack(">Ib", len(head) + len(elements), CODE) + head, elements
