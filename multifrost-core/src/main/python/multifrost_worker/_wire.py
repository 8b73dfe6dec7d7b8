"""Messages: what comes is read within limits, what goes is written."""

from __future__ import annotations

import json
import os
import struct
import time
from functools import partial
from typing import Any, NamedTuple

import msgpack

from multifrost_worker import _arrays, _compress, _files
from multifrost_worker._zmtp import Buffer

APPS = ("comlink_ipc_v3", "comlink_ipc_v4")  # protocols 3 and 4: alike but for this name

_RESPONSE = {
    app: b"\x85" + msgpack.packb("app") + msgpack.packb(app) + msgpack.packb("type")
    + msgpack.packb("response") + msgpack.packb("timestamp") + b"\xcb"
    for app in APPS
}  # fmt: skip
_FREE = msgpack.packb("metadata") + msgpack.packb({"free": True}) + b"\xa6result"
double = struct.Struct(">d").pack


class Limits(NamedTuple):
    """The most that is read of one message: sizes in bytes, and entries of one array or map."""

    message_bytes: int = 64 << 20
    string_bytes: int = 10 << 20
    binary_bytes: int = 10 << 20
    elements: int = 100_000
    file_bytes: int = 1 << 30

    @classmethod
    def from_environment(cls) -> Limits:
        """Reads MULTIFROST_LIMITS; raises ValueError where it is no map of positive numbers."""
        text = os.environ.get("MULTIFROST_LIMITS", "").strip()
        if not text:
            return cls()
        try:
            given = json.loads(text)
            known = {name: given[name] for name in cls._fields if given.get(name) is not None}
        except (ValueError, AttributeError):
            raise ValueError(f"MULTIFROST_LIMITS is no JSON object: {text!r}") from None
        for name, value in known.items():
            if type(value) is not int or value <= 0:
                raise ValueError(f"{name} of MULTIFROST_LIMITS is no positive number: {value!r}")
        return cls(**known)


class Decoder:
    """Reads messages within limits."""

    def __init__(self, limits: Limits) -> None:
        self.arrays = 0  # arrays of numbers in the message that was read last
        self._most = limits.message_bytes
        self._left = self._most
        unpack = partial(
            msgpack.unpackb,
            strict_map_key=False,
            timestamp=3,
            max_str_len=limits.string_bytes,
            max_bin_len=limits.binary_bytes,
            max_ext_len=limits.binary_bytes,
            max_array_len=limits.elements,
            max_map_len=limits.elements,
        )
        self._unpack = partial(unpack, ext_hook=self._extension)
        self._unpack_plain = partial(unpack, ext_hook=self._plain_extension)

    def decode(self, payload: Buffer) -> Any:
        """Returns what a payload holds; raises ValueError and others where it cannot be read."""
        if len(payload) > self._most:
            raise ValueError(f"The message has {len(payload)} bytes; {self._most} are allowed")
        self.arrays = 0
        self._left = self._most
        return self._unpack(payload)

    def _extension(self, code: int, data: bytes) -> Any:
        if code == _compress.CODE:
            return self._expanded(data)
        return self._plain_extension(code, data)

    def _plain_extension(self, code: int, data: bytes) -> Any:
        if code == _compress.CODE:  # each level would take room on the stack of the thread
            raise ValueError("a compressed value is within another one")
        self.arrays += code in (_arrays.CODE, _files.CODE)
        return _arrays.read(code, data)

    def _expanded(self, data: bytes) -> Any:
        plain = _compress.expand(data, self._left)
        self._left -= len(plain)  # of all that one message may become
        return self._unpack_plain(plain)


def decode_without_args(payload: Buffer) -> dict[Any, Any]:
    """Reads what is around values that cannot be read, so that they can be refused."""
    unpacker = msgpack.Unpacker(
        timestamp=3, strict_map_key=False, max_buffer_size=max(len(payload), 1)
    )
    unpacker.feed(payload)
    message: dict[Any, Any] = {}
    for _ in range(unpacker.read_map_header()):
        name = unpacker.unpack()
        if name in ("args", "metadata", "result", "results"):
            try:
                unpacker.skip()
            except msgpack.StackError:  # deeper than it can pass over: what follows is lost
                break
        else:
            message[name] = unpacker.unpack()
    return message


def encode_response(
    app: str, call_id: str, result: bytes, rest: bytes = b"", *, free: bool = False
) -> list[Buffer]:
    """Makes the payload of an answer from a result that is packed already, in one or two parts.

    free: whether nothing looks at the files any more that were lent with the call.
    """
    head = _RESPONSE[app] + double(time.time()) + b"\xa2id" + _named(call_id)
    head = b"\x86" + head[1:] + _FREE if free else head + b"\xa6result"
    if rest:
        return [head + result, rest]
    return [head, result] if len(result) > 4096 else [head + result]


def head_of_items(app: str, call_id: str) -> bytes:
    """Makes what all messages with items of a call begin with, up to the value of `timestamp`."""
    head: bytes = b"\x86" + msgpack.packb("app") + msgpack.packb(app) + b"\xa2id" + _named(call_id)
    return head + b"\xa4type\xa4item\xa9timestamp\xcb"


def _named(call_id: str) -> bytes:
    named = call_id.encode()
    if len(named) < 256:
        return b"\xd9" + bytes((len(named),)) + named
    packed: bytes = msgpack.packb(call_id)
    return packed


def encode(app: str, message_id: str, kind: str, fields: dict[str, Any]) -> bytes:
    """Makes the payload of any other message."""
    message = {"app": app, "id": message_id, "type": kind, "timestamp": time.time(), **fields}
    packed: bytes = msgpack.packb(message, datetime=True)
    return packed
