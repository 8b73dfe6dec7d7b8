"""Results in pieces, of generators and iterators."""

import pytest
from conftest import MODULES
from fake_parent import Parent, RemoteError
from stream_reader import Reader


@pytest.fixture
def streams():
    with Parent("serve", "--module", "streams", "--path", MODULES) as parent:
        yield parent


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


def test_closes_a_parked_generator_that_is_cancelled(streams):
    reader = Reader(streams, "watched", 1000, credit=5)
    reader.wait_for(5)
    reader.cancel()
    assert streams.call("seen", "closed")
    assert streams.call("add", 1, 2) == 3
    assert reader.id not in streams.replies


def test_ends_with_the_error_after_the_items(streams):
    reader = Reader(streams, "failing", 3)
    with pytest.raises(RemoteError, match=r"^ValueError: no more"):
        reader.end()
    assert reader.taken == [0, 1, 2]


def test_answers_with_a_list_where_no_stream_is_wanted(streams):
    assert streams.call("count", 3) == [0, 1, 2]
