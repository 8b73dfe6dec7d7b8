"""Calls a function of a service by hand. Needs pyzmq."""

from __future__ import annotations

import json
import sys
import time
import uuid
from typing import Any

from multifrost_worker import _errors, _registry, _values, _wire

CREDIT = 16  # items that may be on their way
LINGER_MILLIS = 200  # for what is said last to leave


def call_by_hand(
    service: str, server_key: str | None, function: str, texts: list[str], seconds: float
) -> int:
    """Calls, prints the result as JSON, and returns the code to exit with.

    What comes in pieces is printed as it comes, one item on each line.
    """
    try:
        import zmq
    except ModuleNotFoundError:
        _errors.notice(f"To call needs pyzmq: {sys.executable} -m pip install pyzmq")
        return 1
    try:
        from multifrost_worker import _curve

        endpoint, registered = _endpoint(service)
        own, server = _curve.caller_keys(server_key or registered)
    except (_registry.RegistryError, OSError, ValueError) as ex:
        _errors.notice(str(ex))
        return 1
    with zmq.Context() as context, context.socket(zmq.DEALER) as dealer:
        dealer.linger = LINGER_MILLIS
        if server:
            _curve.connect_closed(dealer, server, own)
        refusals = dealer.get_monitor_socket(zmq.EVENT_HANDSHAKE_FAILED_AUTH)
        dealer.connect(endpoint)
        caller = _Caller(dealer, refusals, seconds)
        try:
            code = caller.call(function, [_argument(text) for text in texts])
        except TimeoutError:
            dealer.linger = 0
            wrong = server and f"its key may not be {server.decode()}: name it by --server-key"
            hint = wrong or "it may ask for a key"
            _errors.notice(f"{endpoint} has not answered for {seconds:g} s ({hint})")
            return 1
        except PermissionError:
            dealer.linger = 0
            _errors.notice(
                f"{endpoint} does not allow the key of this caller"
                + (f", {own.public.decode()}: name it there" if own else ": give it one")
            )
            return 1
        except KeyboardInterrupt:
            caller.send("cancel", {})
            return 130
        finally:
            dealer.disable_monitor()
            refusals.close(0)
    return code


class _Caller:
    def __init__(self, dealer: Any, refusals: Any, seconds: float) -> None:
        self._dealer = dealer
        self._refusals = refusals
        self._id = str(uuid.uuid4())
        self._deadline = time.time() + seconds
        self._end = time.monotonic() + seconds

    def send(self, kind: str, fields: dict[str, Any]) -> None:
        payload = _wire.encode(_wire.APPS[-1], self._id, kind, fields)
        self._dealer.send_multipart([b"", payload])

    def _poll(self, millis: int) -> dict[Any, int]:
        import zmq

        poller = zmq.Poller()
        poller.register(self._dealer, zmq.POLLIN)
        poller.register(self._refusals, zmq.POLLIN)
        return dict(poller.poll(millis))

    def _receive(self) -> dict[str, Any]:
        while ready := self._poll(max(0, int((self._end - time.monotonic()) * 1000))):
            if self._refusals in ready:
                raise PermissionError
            message: dict[str, Any] = _values.unpack(self._dealer.recv_multipart()[-1])
            if message.get("id") == self._id:
                return message
        raise TimeoutError

    def call(self, function: str, args: list[Any]) -> int:
        metadata: dict[str, Any] = {"deadline": self._deadline}
        self.send("heartbeat", {})
        features = (self._receive().get("metadata") or {}).get("features") or ()
        if "stream" in features:
            metadata["stream"] = {"credit": CREDIT, "batch": True}
        fields = {"function": function, "namespace": "default", "args": args, "metadata": metadata}
        self.send("call", fields)
        while True:
            message = self._receive()
            if message["type"] == "item":
                items = message["results"] if "results" in message else [message["result"]]
                for item in items:
                    print(_text(item), flush=True)
                self.send("credit", {"count": len(items)})
            elif message["type"] == "error":
                _errors.notice(str(message.get("error")).rstrip())
                return 1
            elif message["type"] == "response":
                if "seq" not in message:
                    print(_text(message.get("result"), indent=2))
                return 0


def _endpoint(service: str) -> tuple[str, str | None]:
    if "://" in service:
        return service, None
    port, key = (int(service), None) if service.isdigit() else _registry.find(service)
    return f"tcp://127.0.0.1:{port}", key


def _argument(text: str) -> Any:
    try:
        return json.loads(text)
    except ValueError:
        return text


def _text(value: Any, indent: int | None = None) -> str:
    return json.dumps(value, indent=indent, ensure_ascii=False, default=_json)


def _json(value: Any) -> Any:
    return value.isoformat() if hasattr(value, "isoformat") else value.hex()
