"""The connection, with a parent that breaks its rules."""

import signal

import pytest
from conftest import MODULES
from fake_parent import SECONDS
from raw_parent import GREETING, READY, RawParent

FAULTS = ("serve", "--module", "faults", "--path", MODULES)


def test_says_that_it_is_a_router():
    with RawParent(*FAULTS) as parent:
        assert parent.ready == (
            4,
            b"\x05READY\x0bSocket-Type\x00\x00\x00\x06ROUTER\x08Identity\x00\x00\x00\x00",
        )


@pytest.mark.parametrize(
    ("greeting", "ready", "words"),
    [
        (b"HTTP/1.1 200 OK".ljust(64), None, "does not speak ZeroMQ"),
        (GREETING[:10] + b"\x01" + GREETING[11:], None, "ZMTP 1"),
        (GREETING.replace(b"NULL\0", b"CURVE"), None, "CURVE"),
        (GREETING, b"\x05ERROR\x04nope", "refused: nope"),
        (GREETING, b"\x05HELLO", "did not say READY"),
        (GREETING, READY.replace(b"\x06DEALER", b"\x03PUB"), "PUB socket is no parent"),
        (GREETING, READY[:-2], "no whole properties"),
    ],
)
def test_ends_with_code_3_where_the_greeting_is_wrong(greeting, ready, words):
    with RawParent(*FAULTS, greeting=greeting, shake=False) as parent:
        if ready is not None:
            parent.connection.sendall(bytes([4, len(ready)]) + ready)
        assert parent.process.wait(SECONDS) == 3
        assert words in parent.process.stderr.read()


def test_answers_pings():
    with RawParent(*FAULTS) as parent:
        parent.connection.sendall(b"\x04\x0a\x04PING\x00\x01abc")
        assert parent.frame() == (4, b"\x04PONGabc")


def test_reads_messages_that_come_byte_by_byte():
    with RawParent(*FAULTS) as parent:
        for byte in parent.bytes_of("call", function="add", args=[1, 2]):
            parent.connection.sendall(bytes([byte]))
        assert parent.read()["result"] == 3


def test_reads_messages_that_come_together():
    with RawParent(*FAULTS) as parent:
        calls = [parent.bytes_of("call", function="add", args=[i, 0]) for i in range(2000)]
        large = parent.bytes_of("call", function="size", args=[b"x" * 200_000])
        parent.connection.sendall(b"".join([*calls, large]))
        results = [parent.read()["result"] for _ in range(2001)]
        assert sorted(results) == [*range(2000), 200_000]


@pytest.mark.parametrize(
    "data",
    [
        b"\xff" * 100,
        b"\x09\x00",
        b"\x05\x04abcd",
        b"\x02\xff\xff\xff\xff\xff\xff\xff\xff",
    ],
)
def test_ends_with_code_3_at_bytes_that_are_no_frames(data):
    with RawParent(*FAULTS) as parent:
        parent.connection.sendall(data)
        assert parent.process.wait(SECONDS) == 3
        assert "the parent" in parent.process.stderr.read().lower()


@pytest.mark.parametrize("kept", [1, 5, 12, 60, 100_000])
def test_ends_with_code_3_where_the_connection_ends_within_a_message(kept):
    with RawParent(*FAULTS) as parent:
        parent.connection.sendall(
            parent.bytes_of("call", function="size", args=[b"x" * 200_000])[:kept]
        )
        parent.connection.close()
        assert parent.process.wait(SECONDS) == 3


def test_a_worker_that_was_stopped_goes_on():
    with RawParent(*FAULTS) as parent:
        parent.process.send_signal(signal.SIGSTOP)
        parent.send("call", function="add", args=[1, 2])
        parent.process.send_signal(signal.SIGCONT)
        assert parent.read()["result"] == 3


def test_a_forked_child_that_returns_runs_no_call_of_the_worker(tmp_path):
    path = str(tmp_path / "runs")
    with RawParent(*FAULTS) as parent:
        fork = parent.bytes_of("call", function="fork_and_return", args=[path])
        append = [parent.bytes_of("call", function="append", args=[path]) for _ in range(20)]
        parent.connection.sendall(b"".join([fork, *append]))
        results = [parent.read()["result"] for _ in range(21)]
    assert sorted(results, key=str) == [None] * 20 + [True]
    assert (tmp_path / "runs").read_text() == "x" * 20
