"""The answers to calls: results and errors as messages."""

from __future__ import annotations

from typing import Any

from multifrost_worker import _arrays, _compress, _errors, _values, _wire
from multifrost_worker._context import Call
from multifrost_worker._zmtp import Buffer

Payload = list[Buffer]

UNREAD = "The answer is dropped: its parent does not read, and too many bytes wait for it"


def response(call: Call, result: Any) -> Payload:
    """Makes the answer of a result; raises whatever a value without a form leads to."""
    array = _arrays.pack(result) if call._accepts(_arrays.FEATURE) else None
    parts = (_values.pack(result),) if array is None else array
    if "compression" in call.metadata and (shrink := _compress.compressor(call)) is not None:
        parts = (shrink(b"".join(parts)),)
    return _wire.encode_response(call._protocol, call.id, *parts)


def end_of_stream(call: Call, count: int) -> Payload:
    """Makes the answer that follows the items of a stream."""
    fields = {"result": None, "seq": count}
    return [_wire.encode(call._protocol, call.id, "response", fields)]


def error(call: Call, ex: BaseException) -> Payload:
    """Says it twice: in one text for all parents, in exact parts for those that know them."""
    parts = _errors.describe(ex)
    text = f"{parts['type']}: {parts['message']}\n{parts['trace']}"
    fields = {"error": text, "metadata": {"error": parts}}
    return [_wire.encode(call._protocol, call.id, "error", fields)]


def unread(call: Call) -> Payload:
    """Makes what is sent in place of something too large for a peer that does not read."""
    return [_wire.encode(call._protocol, call.id, "error", {"error": UNREAD})]
