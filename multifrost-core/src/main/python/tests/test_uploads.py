"""Arguments in pieces."""

import time

import msgpack
import pytest
from fake_parent import RemoteError
from uploader import Uploader

BINARY = ((0, True),)
extension = msgpack.ExtType


def result_of(answer):
    if answer["type"] == "error":
        raise RemoteError(answer)
    return answer["result"]


@pytest.mark.parametrize("function", ["total", "kept", "optional", "total_async", "total_unhinted"])
def test_gives_functions_an_iterator(streams, function):
    upload = Uploader(streams, function, None)
    upload.send_all(range(10))
    upload.wait_for_credit(3)
    upload.send(10, 11, 12)
    upload.finish()
    assert result_of(upload.answer()) == sum(range(13))


@pytest.mark.parametrize(
    ("function", "items", "result"),
    [("whole_list", [1, 2, 3], 3), ("whole_later", [1, 2, 3], 3), ("total", [], 0)],
)
def test_collects_what_is_hinted_as_a_whole(streams, function, items, result):
    upload = Uploader(streams, function, None)
    upload.send_all(items)
    upload.finish()
    assert result_of(upload.answer()) == result


def test_bounds_what_it_collects(streams):
    upload = Uploader(streams, "whole_list", None)
    sent = 0
    while sent <= 100_000:
        upload.wait_for_credit()
        count = upload.granted[0] - upload.sent[0]
        upload.send(*[1] * count)
        sent += count
    with pytest.raises(RemoteError, match=r"more than 100000 items: take an iterator or a file"):
        result_of(upload.answer())
    assert upload.cancelled == {0}


@pytest.mark.parametrize(
    "item",
    [
        [extension(40, msgpack.packb(["<f8", [1], bytes(8)]))],
        extension(41, msgpack.packb(["1", 0, 8])),
        extension(40, msgpack.packb(["<f8", [1], extension(41, msgpack.packb(["1", 0, 8]))])),
    ],
)
def test_refuses_items_that_hold_what_no_function_is_to_see(streams, item):
    upload = Uploader(streams, "kept", None)
    upload.wait_for_credit()
    upload.send(item)
    with pytest.raises(RemoteError, match="must be an argument by itself, and an item in no file"):
        result_of(upload.answer())


@pytest.mark.parametrize(
    ("function", "args", "result"),
    [
        ("read_all", (), 9),
        ("whole_bytes", (), 9),
        ("read_lines", (), [b"ab\n", b"cd\n", b"efg"]),
        ("read_some", (4,), [4, b"ab\nc", b"d\n", b"efg"]),
        ("read_text", (), ["ab\n", "cd\n", "efg"]),
    ],
)
def test_gives_functions_a_file(streams, function, args, result):
    upload = Uploader(streams, function, None, *args, upload=BINARY)
    upload.send_all([b"ab", b"", b"\ncd\n", b"efg"])
    upload.finish()
    assert result_of(upload.answer()) == result


def test_grants_sixteen_first_and_more_while_its_reader_goes_on(streams):
    upload = Uploader(streams, "slowly", None, "rest")
    upload.wait_for_credit(16)
    assert upload.granted == {0: 16}
    upload.send(*range(16))
    assert streams.call("add", 1, 2) == 3
    upload.look()
    assert upload.granted == {0: 16}
    streams.call("release", "rest")
    upload.wait_for_credit(17)
    assert upload.granted[0] <= 100
    upload.finish()
    assert result_of(upload.answer()) == list(range(16))


def test_answers_where_a_function_has_given_up_to_wait_on_a_loop_of_its_own(streams):
    upload = Uploader(streams, "gives_up_to_wait", None)
    assert result_of(upload.answer()) == "none came"


def test_grants_few_of_large_items(streams):
    upload = Uploader(streams, "read_all", None, upload=BINARY)
    for _ in range(200):
        upload.wait_for_credit()
        assert upload.granted[0] - upload.sent[0] <= 16
        upload.send(b"x" * 65536, together=False)
    upload.finish()
    assert result_of(upload.answer()) == 200 * 65536


def test_converts_each_item_and_names_the_one_that_does_not_fit(streams):
    upload = Uploader(streams, "kept", None)
    upload.send_all([1, 2.0, "x"])
    with pytest.raises(
        RemoteError, match=r"^TypeError: kept\(\): parameter 'items\[2\]' must be int, but is str"
    ):
        result_of(upload.answer())
    assert upload.cancelled == {0}


def test_tells_when_a_function_wants_no_more(streams):
    upload = Uploader(streams, "first", None)
    upload.send_all([7])
    assert result_of(upload.answer()) == 7
    assert upload.cancelled == {0}
    upload.send(1, 2, 3)
    upload.finish()
    assert streams.call("add", 1, 2) == 3


def test_gives_nothing_more_after_it_is_closed(streams):
    upload = Uploader(streams, "after_close", None, "close")
    upload.wait_for_credit(3)
    upload.send(1, 2, 3)
    streams.call("release", "close")
    assert result_of(upload.answer()) == [1]
    assert upload.cancelled == {0}


def test_tells_when_a_file_is_closed(streams):
    upload = Uploader(streams, "close_early", None, upload=BINARY)
    upload.send_all([b"abc"])
    upload.wait_for(lambda: upload.cancelled == {0})
    assert streams.call("seen", "file closed")
    streams.call("release", "go on")
    assert result_of(upload.answer()) == "closed"


def test_raises_where_the_source_has_failed_behind_its_items(streams):
    upload = Uploader(streams, "upload_fails", None)
    upload.send_all([1, 2])
    upload.fail("IOException: disk")
    assert result_of(upload.answer()) == [[1, 2], "IOException: disk"]


@pytest.mark.parametrize("function", ["total", "total_async", "whole_list", "whole_later"])
def test_fails_with_what_the_function_does_not_catch(streams, function):
    upload = Uploader(streams, function, None)
    upload.fail("IOException: disk")
    with pytest.raises(RemoteError, match=r"^UploadError: IOException: disk"):
        result_of(upload.answer())


def test_wakes_a_reader_whose_call_is_cancelled(streams):
    upload = Uploader(streams, "until_cancelled", None)
    upload.send_all([1])
    upload.cancel()
    assert streams.call("seen", "upload cancelled")
    assert upload.answer()["metadata"]["error"]["type"] == "CallCancelled"


@pytest.mark.parametrize("function", ["total", "total_async", "whole_list", "whole_later"])
def test_wakes_a_reader_at_the_deadline(streams, function):
    upload = Uploader(streams, function, None, metadata={"deadline": time.time() + 0.3})
    upload.send_all([1])
    with pytest.raises(RemoteError, match=r"^DeadlineExceeded: "):
        result_of(upload.answer())


@pytest.mark.parametrize("function", ["total", "swallows"])
def test_fails_the_call_of_a_peer_that_sends_more_than_granted(streams, function):
    upload = Uploader(streams, function, None)
    upload.wait_for_credit(16)
    upload.send(*range(17))
    with pytest.raises(RemoteError, match=r"^ValueError: Argument 0: 17 items came, and 16 were"):
        result_of(upload.answer())


@pytest.mark.parametrize("seq", [3, -1, None, "0"])
def test_fails_the_call_of_a_peer_that_leaves_items_out(streams, seq):
    upload = Uploader(streams, "total", None)
    upload.wait_for_credit()
    streams.send("item", id=upload.id, argument=0, seq=seq, result=1)
    with pytest.raises(RemoteError, match=r"^ValueError: Argument 0: the number 0 was to come"):
        result_of(upload.answer())


def test_fails_the_call_of_a_peer_whose_chunks_are_no_bytes(streams):
    upload = Uploader(streams, "read_all", None, upload=BINARY)
    upload.wait_for_credit()
    upload.send("text")
    with pytest.raises(RemoteError, match=r"^ValueError: Argument 0: its items must be bytes"):
        result_of(upload.answer())


def test_fails_the_call_of_an_item_that_is_too_large(streams):
    upload = Uploader(streams, "total", None)
    upload.wait_for_credit()
    upload.send(b"x" * ((10 << 20) + 1))
    with pytest.raises(RemoteError, match=r"cannot be read"):
        result_of(upload.answer())


@pytest.mark.parametrize(
    "upload", [3, {"argument": 0}, [3], [{}], [{"argument": 1}], [{"argument": "0"}]]
)
def test_refuses_arguments_in_pieces_that_make_no_sense(streams, upload):
    with pytest.raises(RemoteError, match=r"'upload'"):
        streams.call("total", None, metadata={"upload": upload})


@pytest.mark.parametrize("function", ["doubled", "doubled_async", "back"])
def test_converses(streams, function):
    upload = Uploader(streams, function, None, stream=4)
    reader = upload.reader
    factor = 1 if function == "back" else 2
    for i in range(20):
        upload.wait_for_credit()
        upload.send(i)
        reader.grant(1)
        upload.wait_for(lambda: len(streams.pieces.get(upload.id, [])) > 0)
        assert reader.wait_for(i + 1)[-1] == factor * i
    upload.finish()
    assert len(reader.end()) == 20


@pytest.mark.parametrize("function", ["doubled", "doubled_async"])
def test_ends_a_conversation_that_is_cancelled(streams, function):
    upload = Uploader(streams, function, None, stream=4)
    upload.send_all([1])
    upload.cancel()
    assert streams.call("add", 1, 2) == 3
    assert streams.shutdown() == 0
    assert upload.id not in streams.replies


def test_many_readers_do_not_hold_up_other_calls(streams):
    uploads = [Uploader(streams, "kept", None) for _ in range(40)]
    assert streams.call("add", 1, 2) == 3
    assert streams.heartbeat() < 5
    for upload in uploads:
        upload.send_all([1, 2])
        upload.finish()
        assert result_of(upload.answer()) == 3


def test_takes_several_at_once(streams):
    upload = Uploader(streams, "both", None, None, upload=((0, False), (1, True)))
    upload.send_all([1, 2], argument=0)
    upload.send_all([b"abc"], argument=1)
    upload.finish(argument=1)
    upload.finish(argument=0)
    assert result_of(upload.answer()) == [[1, 2], "abc"]
