"""The helper for tests of users' modules."""

import io
import sys

import pytest
from conftest import MODULES

import multifrost_worker
from multifrost_worker.testing import RemoteError, Worker

sys.path.insert(0, str(MODULES))


def test_calls_through_the_codec():
    worker = Worker("faults")
    assert worker.call("echo", (1, {2})) == [1, [2]]
    assert worker.call("default", 1, c=2) == [1, 2, 2]
    assert worker.call("asleep", 0) == "slept"
    with pytest.raises(RemoteError) as raised:
        worker.call("refuse")
    assert raised.value.type == "Refused"
    assert raised.value.message == "refused with 17"
    assert raised.value.attributes["code"] == 17
    assert "in refuse" in raised.value.trace
    with pytest.raises(RemoteError, match="did you mean"):
        worker.call("ad")


def test_shows_progress_and_takes_metadata():
    result, progress = Worker("faults").call_with({"correlation_id": "o-17"}, "context")
    assert result[1] == "o-17"
    assert progress == []
    assert Worker("faults").call_with({}, "report", 3)[1][-1]["done"] == 3


def test_streams():
    worker = Worker("streams")
    assert list(worker.stream("count", 1000)) == list(range(1000))
    assert list(worker.stream("many_async", 100)) == list(range(100))
    assert list(worker.stream("listed", 2)) == [0, 1]
    assert list(worker.stream("add", 1, 2)) == [3]
    assert list(worker.stream("release", "x")) == []
    failing = worker.stream("failing", 2)
    assert [next(failing), next(failing)] == [0, 1]
    with pytest.raises(RemoteError, match="no more"):
        next(failing)
    with pytest.raises(RemoteError, match="did you mean"):
        list(worker.stream("cuont", 1))


def test_cancels_a_stream_that_is_closed():
    worker = Worker("streams")
    stream = worker.stream("watched", 1000)
    assert next(stream) == 0
    stream.close()
    assert worker.call("seen", "closed")
    assert worker.call("made") <= 17


def test_sends_iterators_and_files_in_pieces():
    worker = Worker("streams")
    assert worker.call("total", iter(range(1000))) == 499500
    assert worker.call("total_async", map(int, "123")) == 6
    assert worker.call("whole_list", iter([1, 2])) == 2
    assert worker.call("read_lines", io.BytesIO(b"a\nb")) == [b"a\n", b"b"]
    assert list(worker.stream("doubled", iter(range(100)))) == list(range(0, 200, 2))
    assert worker.call("upload_fails", (1 // each for each in (1, 0))) == [
        [1],
        "ZeroDivisionError: integer division or modulo by zero",
    ]


def test_there_is_no_call_outside_of_calls():
    with pytest.raises(RuntimeError, match="No call is answered here"):
        multifrost_worker.call()
    multifrost_worker.progress(1)


def test_marks_that_make_no_sense_are_refused():
    with pytest.raises(ValueError, match="concurrency must be at least 1"):
        multifrost_worker.function(concurrency=0)
    with pytest.raises(ValueError, match="begin with no underscore"):
        multifrost_worker.function(name="_x")
