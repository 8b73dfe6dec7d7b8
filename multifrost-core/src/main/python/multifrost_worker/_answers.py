"""The answers to calls: results and errors as messages."""

from __future__ import annotations

from typing import Any, Callable

from multifrost_worker import _arrays, _compress, _errors, _files, _values, _wire
from multifrost_worker._context import Call
from multifrost_worker._zmtp import Buffer

Payload = list[Buffer]

STOPPING = "Worker is stopping"
UNREAD = "The answer is dropped: its parent does not read, and too many bytes wait for it"


def packed(call: Call, result: Any) -> tuple[bytes, ...]:
    """Packs a result as its caller takes it; raises whatever a value without a form leads to."""
    loans = call._loans if call._loans and call._accepts(_files.FEATURE) else None
    parts = _arrays.pack(result, loans) if call._accepts(_arrays.FEATURE) else None
    if parts is None and loans is not None:
        parts = loans.pack(result)
    if parts is None:
        parts = (_values.pack(result),)
    if "compression" in call.metadata and (shrink := _compress.compressor(call)) is not None:
        parts = (shrink(b"".join(parts)),)
    return parts


def response(call: Call, parts: tuple[bytes, ...]) -> Payload:
    """Makes the answer of a result that is packed."""
    if call._loans is None:
        return _wire.encode_response(call._protocol, call.id, *parts)
    call._args = []
    return _wire.encode_response(call._protocol, call.id, *parts, free=call._loans.end())


def send(call: Call, last: Callable[[], bool]) -> None:
    """Sends the last message of a call, or an error where that one cannot be sent.

    last: sends it; returns False where too much waits already for a peer that does not read.
    """
    try:
        if last():
            return
        instead = unread(call)
    except Exception as ex:
        _errors.notice(f"The answer of {call.function}() cannot be sent: {_errors.trace(ex)}")
        instead = error(call, ex)
    call._peer.send(instead)


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


def refusal(message: dict[str, Any], why: str) -> bytes:
    """Makes the answer to a call that is not run; a parent sends it elsewhere if we end."""
    fields: dict[str, Any] = {"error": _errors.shorten(why)}
    if why is STOPPING:
        fields["metadata"] = {"stopping": True}
    return _wire.encode(message["app"], id_of(message), "error", fields)


def heartbeat(message: dict[str, Any], proof: dict[str, Any]) -> bytes:
    """Makes the answer to a heartbeat, with what shows a parent who it is that answers."""
    metadata = message.get("metadata")
    fields: dict[str, Any] = {
        "metadata": {
            **(metadata if isinstance(metadata, dict) else {}),
            "hb_response": True,
            **proof,
        }
    }
    if "args" in message:
        fields["args"] = message["args"]
    return _wire.encode(message["app"], id_of(message), "heartbeat", fields)


def id_of(message: dict[str, Any]) -> str:
    """Returns the id of a message, empty where it has none."""
    found = message.get("id")
    return found if isinstance(found, str) else ""
