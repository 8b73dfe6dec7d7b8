"""Each call is answered once, whatever gets in the way of its answer."""

import msgpack
import pytest

from multifrost_worker import testing


class Peer:
    """A caller to whom not everything can be sent."""

    identity = b""
    same_clock = True

    def __init__(self, fails=lambda message: False):
        self.progress = self
        self.sent = []
        self._fails = fails

    def send(self, payload):
        message = msgpack.unpackb(b"".join(payload))
        if self._fails(message):
            raise MemoryError("no room")
        self.sent.append(message)
        return True

    def send_together(self, payloads):
        return all(map(self.send, payloads))

    def end(self, call):
        """Has nothing to report."""


class Functions:
    def plain(self):
        return 3

    async def later(self):
        return 3

    def stream(self):
        yield 3


def answers(peer, function, metadata=None):
    """Calls, and returns the last messages when the call is over."""
    dispatcher = testing.Worker(Functions())._dispatcher
    over = testing.threading.Event()
    dispatcher.on_end = over.set
    message = {"app": "comlink_ipc_v4", "id": "1", "type": "call", "function": function}
    call = dispatcher.receive(msgpack.packb({**message, "metadata": metadata}), peer)
    dispatcher.stopping = True
    dispatcher.submit(call)
    assert over.wait(20)
    assert not dispatcher.calls
    return [each for each in peer.sent if each["type"] in ("response", "error")]


STREAM = {"stream": {"credit": 16}}
WAYS = [("plain", None), ("later", None), ("stream", STREAM)]


@pytest.mark.parametrize(("function", "metadata"), WAYS)
def test_answers_with_an_error_where_the_answer_cannot_be_sent(function, metadata, capsys):
    peer = Peer(fails=lambda message: message["type"] == "response")
    (answer,) = answers(peer, function, metadata)
    assert answer["error"].startswith("MemoryError: no room")
    assert f"The answer of {function}() cannot be sent" in capsys.readouterr().err


@pytest.mark.parametrize(("function", "metadata"), WAYS)
def test_answers_though_what_comes_before_the_answer_fails(function, metadata, capsys):
    peer = Peer()
    peer.end = {}.pop  # KeyError
    (answer,) = answers(peer, function, metadata)
    assert answer["type"] == "response"
    assert f"The end of {function}() has failed" in capsys.readouterr().err
