"""Results and arguments in pieces, of services."""

import pathlib
import re
import signal

import pytest
from conftest import MODULES
from fake_parent import RemoteError, run
from service_client import Client
from stream_reader import Reader
from test_service import by_hand
from uploader import Uploader

SERVE = ("serve", "streams", "--path", MODULES, "--service-id", "streams")


@pytest.fixture
def service(tmp_path):
    tmp_path.chmod(0o700)
    process = run(*SERVE, environment={"MULTIFROST_HOME": str(tmp_path)})
    yield process
    process.kill()
    process.communicate()


def test_streams_to_several_parents(service, tmp_path):
    with Client(tmp_path, "streams", service) as one, Client(tmp_path, "streams", service) as other:
        assert {"stream", "upload"} < set(one.answer["metadata"]["features"])
        readers = [Reader(one, "count", 20_000), Reader(other, "many_async", 20_000)]
        assert [reader.all() for reader in readers] == [list(range(20_000))] * 2
        assert [len(each) for each in Reader(one, "binary_file", 70_000).end()] == [65536, 4464]


def test_takes_arguments_in_pieces(service, tmp_path):
    with Client(tmp_path, "streams", service) as client:
        upload = Uploader(client, "total", None)
        upload.send_all(range(100))
        upload.finish()
        assert upload.answer()["result"] == sum(range(100))
        upload = Uploader(client, "doubled_async", None, stream=16)
        upload.send_all([1, 2])
        upload.finish()
        assert upload.reader.end() == [2, 4]


def test_takes_credit_and_cancels_of_the_parent_alone_whose_stream_it_is(service, tmp_path):
    with Client(tmp_path, "streams", service) as one, Client(tmp_path, "streams", service) as other:
        reader = Reader(one, "watched", 1000, credit=2)
        reader.wait_for(2)
        other.send("credit", id=reader.id, count=100)
        other.send("cancel", id=reader.id)
        assert other.call("made") == 2
        assert not other.call("is_set", "closed")
        reader.cancel()
        assert other.call("seen", "closed")


def test_ends_the_streams_of_a_parent_that_has_gone(service, tmp_path):
    with Client(tmp_path, "streams", service) as other:
        for function in ("watched", "watched_async"):
            with Client(tmp_path, "streams", service) as gone:
                Reader(gone, function, 1000, credit=2).wait_for(2)
                assert not other.call("is_set", "closed")
            assert other.call("seen", "closed")
        with Client(tmp_path, "streams", service) as gone:
            Uploader(gone, "until_cancelled", None).send_all([1])
        assert other.call("seen", "upload cancelled")
        assert Reader(other, "count", 3).end() == [0, 1, 2]


def test_ends_the_stream_of_a_parent_that_does_not_read(service, tmp_path):
    with Client(tmp_path, "streams", service) as other:
        with Client(tmp_path, "streams", service, high_water_mark=1) as idle:
            reader = Reader(idle, "large_ones", credit=1 << 30)
            assert other.call("seen", "closed")
            assert other.call("echo", b"x" * (1 << 20)) == b"x" * (1 << 20)
            with pytest.raises(RemoteError, match="does not read"):
                reader.end()
            assert idle.call("add", 1, 2) == 3
        status = pathlib.Path(f"/proc/{service.pid}/status").read_text()
        assert int(re.search(r"VmHWM:\s+(\d+) kB", status)[1]) < 450 << 10


def test_drains_its_streams(service, tmp_path):
    with Client(tmp_path, "streams", service) as client:
        reader = Reader(client, "count", 100, credit=5)
        reader.wait_for(5)
        service.send_signal(signal.SIGTERM)
        with pytest.raises(RemoteError, match="Worker is stopping"):
            client.call_until_refused("add", 1, 2)
        reader.grant(100)
        assert reader.end() == list(range(100))
        assert service.wait(20) == 0


def test_prints_streams_item_by_item(service, tmp_path):
    with Client(tmp_path, "streams", service):
        done = by_hand("call", "streams", "pairs_of", "2", home=tmp_path)
        assert done.stdout == '{"a": 0}\n{"a": 1}\n'
        assert done.returncode == 0
        failed = by_hand("call", "streams", "failing", "20", home=tmp_path)
        assert failed.stdout == "".join(f"{i}\n" for i in range(20))
        assert "ValueError: no more" in failed.stderr
        assert failed.returncode == 1
        assert by_hand("call", "streams", "listed", "1", home=tmp_path).stdout == "[\n  0\n]\n"
        late = by_hand("call", "--timeout", "0.5", "streams", "gated", "1", "never", home=tmp_path)
        assert late.stdout == "0\n"
        assert late.returncode == 1


def test_answers_a_call_whose_parent_cannot_be_watched(script, tmp_path):
    tmp_path.chmod(0o700)
    path = script(
        "from multifrost_worker._departures import Departures\n"
        "Departures.watch = {}.__getitem__\n"  # which raises
        "def numbers():\n    yield 1\n"
    )
    process = run(
        "serve", path, "--service-id", "s", environment={"MULTIFROST_HOME": str(tmp_path)}
    )
    try:
        with Client(tmp_path, "s", process) as client:
            assert Reader(client, "numbers").end() == [1]
    finally:
        process.kill()
        process.communicate()
