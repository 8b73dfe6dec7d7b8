"""Compressed values, for peers on other machines: an extension [algorithm, size, bytes]."""

from __future__ import annotations

import functools
import gzip
import importlib.util
import os
import sys
import zlib
from typing import Any, Callable

import msgpack

from multifrost_worker._context import Call

CODE = 42
_GZIP = zlib.MAX_WBITS | 16  # the header and the sum of gzip around the data


@functools.cache
def _zstd_name() -> str | None:
    """The name of the module for Zstandard: Python's own from 3.14 on, or one that is installed.

    Nothing is imported for it, since a file of the user may have the same name.
    """
    if sys.version_info >= (3, 14):
        found = importlib.util.find_spec("compression")
        if found is not None and found.origin == os.path.join(
            os.path.dirname(os.__file__), "compression", "__init__.py"
        ):
            return "compression.zstd"
    return "zstandard" if importlib.util.find_spec("zstandard") is not None else None


@functools.cache
def _zstd() -> Any:
    name = _zstd_name()
    try:
        return importlib.import_module(name) if name else None
    except ImportError:  # such as a Python that was built without it
        return None


def features() -> list[str]:
    """Returns the algorithms that are known here."""
    return ["gzip"] if _zstd_name() is None else ["gzip", "zstd"]


def expand(data: bytes, most: int) -> bytes:
    """Returns a value as it was before it was compressed, whose size is told and checked first.

    most: bytes that it may have. Raises ValueError where it has more, or cannot be read.
    """
    try:
        algorithm, size, content = msgpack.unpackb(data)
        if type(size) is not int or size < 1 or type(content) is not bytes:
            raise ValueError
    except Exception:
        raise ValueError("a compressed value is not [algorithm, size, bytes]") from None
    if size > most:
        raise ValueError(f"a compressed value has {size} bytes; {most} are allowed")
    try:
        found = _inflate(algorithm, content, size)
    except ValueError:
        raise
    except Exception as ex:  # each library has errors of its own
        raise ValueError(f"a compressed value cannot be read: {ex}") from None
    if len(found) != size:
        raise ValueError(f"a compressed value is not {size} bytes long, as it says")
    return found


def _inflate(algorithm: Any, content: bytes, size: int) -> bytes:
    if algorithm == "gzip":
        return zlib.decompressobj(_GZIP).decompress(content, size + 1)
    zstd = _zstd() if algorithm == "zstd" else None
    if zstd is None:
        raise ValueError(f"this worker does not know the compression {algorithm!r}")
    found: bytes
    if hasattr(zstd, "ZstdDecompressor") and hasattr(zstd, "compress"):
        found = zstd.ZstdDecompressor().decompress(content, size + 1)
        return found
    with zstd.ZstdDecompressor().stream_reader(content) as stream:
        found = stream.read(size + 1)
        return found


def compressor(call: Call) -> Callable[[bytes], bytes] | None:
    """Returns what compresses the packed values of a call's result, where its caller reads that."""
    wanted = call.metadata.get("compression")
    if type(wanted) is not dict:
        return None
    algorithm, threshold = wanted.get("algorithm"), wanted.get("threshold")
    if algorithm not in features() or type(threshold) is not int:
        return None
    if algorithm == "zstd" and _zstd() is None:
        return None
    compress = _gzip if algorithm == "gzip" else _zstd_compress

    def shrink(packed: bytes) -> bytes:
        if len(packed) <= threshold:
            return packed
        body: bytes = msgpack.packb([algorithm, len(packed), compress(packed)])
        if len(body) >= len(packed):
            return packed
        extension: bytes = msgpack.packb(msgpack.ExtType(CODE, body))
        return extension

    return shrink


def _gzip(packed: bytes) -> bytes:
    return gzip.compress(packed, 6)


def _zstd_compress(packed: bytes) -> bytes:
    zstd = _zstd()
    found: bytes
    if hasattr(zstd, "compress"):
        found = zstd.compress(packed)
    else:
        found = zstd.ZstdCompressor().compress(packed)
    return found
