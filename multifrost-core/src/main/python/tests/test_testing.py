"""The helper for tests of users' modules."""

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


def test_there_is_no_call_outside_of_calls():
    with pytest.raises(RuntimeError, match="No call is answered here"):
        multifrost_worker.call()
    multifrost_worker.progress(1)


def test_marks_that_make_no_sense_are_refused():
    with pytest.raises(ValueError, match="concurrency must be at least 1"):
        multifrost_worker.function(concurrency=0)
    with pytest.raises(ValueError, match="begin with no underscore"):
        multifrost_worker.function(name="_x")
