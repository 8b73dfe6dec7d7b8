"""Functions that make their results, or take their arguments, in pieces."""

from faults import add, event, ran, release, runs, seen  # noqa: F401

__all__ = ["add", "count", "failing", "gated", "made", "ran", "release", "seen", "watched"]

made_items = []


def count(n):
    yield from range(n)


def made():
    return len(made_items)


def watched(n):
    """Counts what it makes, and tells that it was closed."""
    made_items.clear()
    event("closed").clear()
    try:
        for i in range(n):
            made_items.append(i)
            yield i
    finally:
        event("closed").set()


def gated(n, key):
    """Makes so many items, and one more after the event."""
    yield from range(n)
    event(key).wait(20)
    yield n


def failing(n):
    yield from range(n)
    raise ValueError("no more")
