"""Results in pieces, of generators and iterators."""

import time

import pytest
from fake_parent import RemoteError
from stream_reader import Reader


def test_sends_all_items_in_order_and_their_number(streams):
    assert Reader(streams, "count", 3).end() == [0, 1, 2]
    assert Reader(streams, "count", 0).end() == []
    assert Reader(streams, "count", 100_000).all() == list(range(100_000))


def test_puts_items_together_where_its_parent_reads_that(streams):
    together = Reader(streams, "count", 10_000)
    together.all()
    assert len(together.messages) < 5_000
    assert all(len(each.get("results", [0])) <= 512 for each in together.messages)
    apart = Reader(streams, "count", 1000, batch=False)
    apart.all()
    assert len(apart.messages) == 1000


def test_bounds_the_bytes_of_a_message(streams):
    reader = Reader(streams, "blobs", 200, 1000)
    reader.all()
    assert max(len(each.get("results", [0])) for each in reader.messages) <= 32
    large = Reader(streams, "blobs", 20, 200_000)
    assert large.all() == [b"x" * 200_000] * 20
    assert len(large.messages) == 20


def test_makes_no_more_than_was_granted(streams):
    reader = Reader(streams, "watched", 1000, credit=5)
    reader.wait_for(5)
    assert streams.call("made") == 5
    reader.grant(2)
    reader.wait_for(7)
    assert streams.call("made") == 7


def test_sends_what_there_is_while_the_generator_waits(streams):
    reader = Reader(streams, "gated", 7, "go")
    assert reader.wait_for(7) == [0, 1, 2, 3, 4, 5, 6]
    streams.call("release", "go")
    assert reader.end()[-1] == 7


@pytest.mark.parametrize(
    ("function", "args", "items"),
    [
        ("mapped", (2,), ["0", "1"]),
        ("zipped", (2,), [[0, 0], [1, 1]]),
        ("text_file", (), ["a\n", "b\n"]),
        ("later_iterator", (2,), [0, 1]),
        ("returning", (), [1]),
    ],
)
def test_streams_iterators_and_files(streams, function, args, items):
    assert Reader(streams, function, *args).end() == items
    assert streams.call(function, *args) == items


def test_sends_an_item_as_it_was_when_it_was_yielded(streams):
    assert Reader(streams, "changed_later", 3).end() == [{"i": 0}, {"i": 1}, {"i": 2}]


@pytest.mark.parametrize("function", ["binary_file", "named_file"])
def test_streams_a_binary_file_in_chunks_and_closes_it(streams, function):
    chunks = Reader(streams, function, 150_000).end()
    assert [len(each) for each in chunks] == [65536, 65536, 18928]
    assert streams.call("file_is_closed")
    assert streams.call(function, 150_000) == b"x" * 150_000
    assert streams.call("file_is_closed")
    with pytest.raises(RemoteError, match=r"yields more than 10485760 bytes"):
        streams.call(function, (10 << 20) + 1)


def test_answers_at_once_what_is_no_stream(streams):
    for function, args, result in (
        ("listed", (2,), [0, 1]),
        ("pairs", (), [{"a": 1}, "text"]),
        ("add", (1, 2), 3),
    ):
        answer = streams.reply(
            streams.begin(function, *args, metadata={"stream": {"credit": 1, "batch": True}})
        )
        assert answer["result"] == result
        assert "seq" not in answer


def test_answers_with_a_list_where_no_stream_is_wanted(streams):
    assert streams.call("count", 3) == [0, 1, 2]
    assert streams.call("many_async", 3) == [0, 1, 2]
    with pytest.raises(RemoteError, match="yields more than 100000 results"):
        streams.call("mapped", 100_001)


@pytest.mark.parametrize("stream", [3, {}, {"credit": 0}, {"credit": True}, {"credit": "1"}])
def test_refuses_what_asks_for_a_stream_in_a_wrong_way(streams, stream):
    with pytest.raises(RemoteError, match=r"^Field 'stream' of the metadata must be"):
        streams.call("count", 3, metadata={"stream": stream})


def test_ignores_credit_that_is_none(streams):
    reader = Reader(streams, "count", 6, credit=2)
    reader.wait_for(2)
    for count in (0, -1, "1", None):
        streams.send("credit", id=reader.id, count=count)
    streams.send("credit", id="another", count=1)
    assert streams.call("add", 1, 2) == 3
    assert reader.wait_for(2) == [0, 1]
    reader.grant(5)
    assert len(reader.end()) == 6


@pytest.mark.parametrize("function", ["watched", "watched_async", "watched_async_alone"])
def test_closes_a_parked_generator_that_is_cancelled(streams, function):
    reader = Reader(streams, function, 1000, credit=5)
    reader.wait_for(5)
    reader.cancel()
    assert streams.call("seen", "closed")
    assert Reader(streams, function, 2).end() == [0, 1]
    assert reader.id not in streams.replies


def test_closes_a_generator_that_is_cancelled_while_it_runs(streams):
    reader = Reader(streams, "watched_slowly", 1000, "go", credit=1000)
    reader.wait_for(1)
    reader.cancel()
    assert not streams.call("is_set", "closed")
    streams.call("release", "go")
    assert streams.call("seen", "closed")
    assert reader.wait_for(1) == [0]
    assert reader.id not in streams.replies


def test_closes_an_asynchronous_generator_that_is_cancelled_within(streams):
    reader = Reader(streams, "asleep_within", 100)
    reader.wait_for(1)
    reader.cancel()
    assert streams.call("seen", "closed")
    assert reader.id not in streams.replies


def test_cancels_a_fast_endless_generator(streams):
    reader = Reader(streams, "endless", credit=1 << 30)
    reader.wait_for(10_000)
    assert streams.heartbeat() < 5
    assert streams.call("add", 1, 2) == 3
    reader.cancel()
    assert streams.call("seen", "closed")


@pytest.mark.parametrize("function", ["watched", "watched_async", "asleep_within"])
def test_ends_at_the_deadline_of_its_call(streams, function):
    metadata = {"deadline": time.time() + 0.3}
    reader = Reader(streams, function, 1000, credit=5, metadata=metadata)
    with pytest.raises(RemoteError, match=r"^DeadlineExceeded: the stream was not over"):
        reader.end()
    assert streams.call("seen", "closed")


def test_ends_a_running_generator_at_its_deadline(streams):
    metadata = {"deadline": time.time() + 0.3}
    reader = Reader(streams, "endless", credit=1 << 30, metadata=metadata)
    with pytest.raises(RemoteError, match=r"^DeadlineExceeded: the stream was not over"):
        reader.end()
    assert streams.call("seen", "closed")


def test_a_cancel_behind_the_deadline_does_not_interrupt_the_end(streams):
    reader = Reader(streams, "ends_slowly", "slow end", metadata={"deadline": time.time() + 0.1})
    with pytest.raises(RemoteError, match=r"^DeadlineExceeded"):
        reader.end()
    reader.cancel()
    assert streams.call("seen", "slow end") is True


def test_what_an_async_function_returns_is_not_collected_on_the_event_loop(streams):
    waiting = streams.begin("collected_slowly", "collect")
    assert streams.call("add_later", 1, 2) == 3
    streams.call("release", "collect")
    assert streams.reply(waiting)["result"] == [True]


@pytest.mark.parametrize("function", ["failing", "failing_async"])
def test_ends_with_the_error_after_the_items(streams, function):
    reader = Reader(streams, function, 3)
    with pytest.raises(RemoteError, match=r"^ValueError: no more"):
        reader.end()
    assert reader.taken == [0, 1, 2]


@pytest.mark.parametrize(
    ("how", "kind"),
    [("exit", "SystemExit"), ("generator", "GeneratorExit"), ("interrupt", "KeyboardInterrupt")],
)
def test_outlives_what_ends_a_program(streams, how, kind):
    reader = Reader(streams, "leaving", 2, how)
    with pytest.raises(RemoteError, match=rf"^{kind}"):
        reader.end()
    assert reader.taken == [0, 1]
    assert streams.call("add", 1, 2) == 3


def test_outlives_a_generator_that_fails_when_it_is_closed(streams):
    reader = Reader(streams, "bad_end", credit=1)
    reader.wait_for(1)
    reader.cancel()
    assert streams.call("seen", "bad end")
    assert streams.call("add", 1, 2) == 3
    assert streams.shutdown() == 0
    assert "bad_end() failed at its end" in streams.process.stderr.read()


def test_names_the_item_that_has_no_form(streams):
    with pytest.raises(RemoteError, match=r"^TypeError: priced\(\): result\[3\]\.price: a value"):
        Reader(streams, "priced", 3).end()
    with pytest.raises(RemoteError, match=r"^ValueError: two_keys\(\): result\[0\]: A dict"):
        Reader(streams, "two_keys").end()


def test_sends_arrays_of_numbers_as_they_are(streams):
    reader = Reader(streams, "numbers", 3, metadata={"accept": ["array"]})
    assert [each.code for each in reader.end()] == [40, 40, 40]
    assert Reader(streams, "numbers", 2).end() == [[0.0, 0.5], [1.0, 0.5]]


def test_tells_generators_of_their_call_wherever_they_run(streams):
    metadata = {"accept": ["progress"], "correlation_id": "o-17"}
    reader = Reader(streams, "reporting", 3, credit=1, metadata=metadata)
    reader.wait_for(1)
    reader.grant(1)
    reader.wait_for(2)
    reader.grant(2)
    assert reader.end() == ["o-17"] * 3
    assert streams.progress[-1]["metadata"]["done"] == 3


def test_parks_without_threads_or_places(streams):
    before = streams.call("active_threads")
    readers = [Reader(streams, "watched", 1000, credit=2) for _ in range(50)]
    for reader in readers:
        reader.wait_for(2)
    assert streams.call("active_threads") < before + 25  # of which most wait to be used again
    assert Reader(streams, "watched", 3).end() == [0, 1, 2]
    for reader in readers:
        reader.grant(999)
    assert all(reader.end() == list(range(1000)) for reader in readers)


def test_keeps_the_place_of_a_function_that_bounds_its_calls(streams):
    first = Reader(streams, "one_at_a_time", 4, credit=2)
    first.wait_for(2)
    second = Reader(streams, "one_at_a_time", 1)
    assert streams.call("add", 1, 2) == 3
    assert second.wait_for(0) == []
    first.grant(3)
    assert first.end() == [0, 1, 2, 3]
    assert second.end() == [0]
    assert Reader(streams, "one_at_a_time", 100_000).all()[-1] == 99_999


def test_streams_drain_before_the_worker_ends(streams):
    reader = Reader(streams, "count", 100, credit=5)
    reader.wait_for(5)
    streams.send("shutdown")
    reader.grant(96)
    assert reader.end() == list(range(100))
    assert streams.process.wait(20) == 0


def test_many_streams_run_beside_each_other(streams):
    readers = [Reader(streams, name, 3000) for name in ("count", "many_async") * 20]
    while any(len(reader.taken) < 3000 for reader in readers):
        streams.read_until(lambda: any(reader.id in streams.pieces for reader in readers))
        for reader in readers:
            reader.wait_for(0)
            if len(reader.taken) > reader.granted - 100 and reader.granted < 3001:
                reader.grant(200)
    assert all(reader.end() == list(range(3000)) for reader in readers)
