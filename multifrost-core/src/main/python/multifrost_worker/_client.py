"""Calls a function of a service by hand. Needs pyzmq."""

from __future__ import annotations

import json
import sys
import time
import uuid
from typing import Any

from multifrost_worker import _errors, _registry, _values, _wire


def call_by_hand(service: str, function: str, texts: list[str], seconds: float) -> int:
    """Calls, prints the result as JSON, and returns the code to exit with."""
    try:
        import zmq
    except ModuleNotFoundError:
        _errors.notice(f"To call needs pyzmq: {sys.executable} -m pip install pyzmq")
        return 1
    try:
        endpoint = _endpoint(service)
    except (_registry.RegistryError, OSError, ValueError) as ex:
        _errors.notice(str(ex))
        return 1
    message_id = str(uuid.uuid4())
    fields = {
        "function": function,
        "namespace": "default",
        "args": [_argument(text) for text in texts],
        "metadata": {"deadline": time.time() + seconds},
    }
    with zmq.Context() as context, context.socket(zmq.DEALER) as dealer:
        dealer.linger = 0
        dealer.connect(endpoint)
        dealer.send_multipart([b"", _wire.encode(_wire.APPS[-1], message_id, "call", fields)])
        end = time.monotonic() + seconds
        while dealer.poll(max(0, int((end - time.monotonic()) * 1000))):
            answer = _values.unpack(dealer.recv_multipart()[-1])
            if answer.get("id") == message_id and answer.get("type") in ("response", "error"):
                return _show(answer)
    _errors.notice(f"{endpoint} has not answered for {seconds:g} s")
    return 1


def _endpoint(service: str) -> str:
    if "://" in service:
        return service
    port = int(service) if service.isdigit() else _registry.find(service)
    return f"tcp://127.0.0.1:{port}"


def _argument(text: str) -> Any:
    try:
        return json.loads(text)
    except ValueError:
        return text


def _show(answer: dict[str, Any]) -> int:
    if answer["type"] == "error":
        _errors.notice(str(answer.get("error")).rstrip())
        return 1
    print(json.dumps(answer.get("result"), indent=2, ensure_ascii=False, default=_json))
    return 0


def _json(value: Any) -> Any:
    return value.isoformat() if hasattr(value, "isoformat") else value.hex()
