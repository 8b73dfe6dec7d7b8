"""Functions that make their results, or take their arguments, in pieces."""

import asyncio
import contextlib
import io
import logging
import sys
import tempfile
import threading
import time
from collections.abc import AsyncIterator, Iterator
from typing import IO, BinaryIO, Optional, TextIO

from faults import event

import multifrost_worker

made_items = []


def add(a, b):
    return a + b


def release(key):
    event(key).set()


def seen(key):
    return event(key).wait(20)


def is_set(key):
    return event(key).is_set()


def made():
    return len(made_items)


def count(n):
    yield from range(n)


@contextlib.contextmanager
def told_when_closed():
    made_items.clear()
    event("closed").clear()
    try:
        yield
    finally:
        event("closed").set()


def watched(n):
    """Counts what it makes, and tells that it was closed."""
    with told_when_closed():
        for i in range(n):
            made_items.append(i)
            yield i


async def watched_async(n):
    with told_when_closed():
        for i in range(n):
            made_items.append(i)
            yield i


@multifrost_worker.function(concurrency=1)
async def watched_async_alone(n):
    with told_when_closed():
        for i in range(n):
            made_items.append(i)
            yield i


@multifrost_worker.function(concurrency=1)
def one_at_a_time(n):
    yield from range(n)


def watched_slowly(n, key):
    """Waits within itself after the first item."""
    with told_when_closed():
        yield 0
        event(key).wait(20)
        yield from range(1, n)


async def asleep_within(n):
    with told_when_closed():
        yield 0
        await asyncio.sleep(n)


async def many_async(n):
    for i in range(n):
        yield i


def gated(n, key):
    """Makes so many items, and one more after the event."""
    yield from range(n)
    event(key).wait(20)
    yield n


def failing(n):
    yield from range(n)
    raise ValueError("no more")


async def failing_async(n):
    for i in range(n):
        yield i
    raise ValueError("no more")


def leaving(n, how):
    yield from range(n)
    if how == "exit":
        sys.exit(4)
    raise {"generator": GeneratorExit, "interrupt": KeyboardInterrupt}[how]


def bad_end():
    try:
        yield 1
        yield 2
    finally:
        event("bad end").set()
        raise ValueError("at the end")


def returning():
    yield 1
    return 2


def priced(n):
    for _ in range(n):
        yield {"price": 1}
    yield {"price": object()}


def two_keys():
    yield {1: "a", "1": "b"}


def changed_later(n):
    row = {}
    for i in range(n):
        row["i"] = i
        yield row


def mapped(n):
    return map(str, range(n))


def zipped(n):
    return zip(range(n), range(n))


def pairs_of(n):
    return ({"a": i} for i in range(n))


def listed(n):
    return list(range(n))


def pairs():
    return {"a": 1}, "text"


def binary_file(size):
    file = tempfile.TemporaryFile()  # noqa: SIM115
    file.write(b"x" * size)
    file.seek(0)
    made_items[:] = [file]
    return file


def named_file(size):
    file = tempfile.NamedTemporaryFile()  # noqa: SIM115
    file.write(b"x" * size)
    file.seek(0)
    made_items[:] = [file]
    return file


def file_is_closed():
    return made_items[0].closed


def text_file():
    return io.StringIO("a\nb\n")


async def later_iterator(n):
    await asyncio.sleep(0)
    return iter(range(n))


def blobs(n, size):
    for _ in range(n):
        yield b"x" * size


def endless():
    with told_when_closed():
        i = 0
        while True:
            yield i
            i += 1


def large_ones():
    with told_when_closed():
        while True:
            yield b"x" * (1 << 20)


def echo(value):
    return value


def numbers(n):
    import array

    for i in range(n):
        yield array.array("d", [i, 0.5])


def reporting(n):
    for i in range(n):
        multifrost_worker.progress(i + 1, n)
        logging.getLogger("streams").info("item %d", i)
        yield multifrost_worker.call().correlation_id


def threads_of(n):
    for _ in range(n):
        yield threading.active_count()


def active_threads():
    return threading.active_count()


# Arguments in pieces


def total(items):
    return sum(items)


def first(items):
    return next(items)


def kept(items: Iterator[int]) -> int:
    return sum(items)


def optional(items: Optional[Iterator[float]]) -> float:
    return sum(items)


def whole_list(items: list[int]) -> int:
    return len(items)


def whole_bytes(data: bytes) -> int:
    return len(data)


async def whole_later(items: list[int]) -> int:
    return len(items)


def read_all(file):
    return len(file.read())


def read_lines(file: BinaryIO) -> list:
    return list(file)


def read_some(file: io.BufferedIOBase, n: int) -> list:
    buffer = bytearray(n)
    return [file.readinto(buffer), bytes(buffer), file.readline(), file.read()]


def read_text(file: TextIO) -> list:
    return list(file)


def close_early(file: IO[bytes]) -> str:
    file.read(1)
    file.close()
    event("file closed").set()
    event("go on").wait(20)
    return "closed"


def upload_fails(items):
    found = []
    try:
        for item in items:
            found.append(item)
    except multifrost_worker.UploadError as ex:
        return [found, str(ex)]


def swallows(items):
    with contextlib.suppress(Exception):
        for _ in items:
            pass
    return "swallowed"


def until_cancelled(items):
    try:
        return list(items)
    except multifrost_worker.CallCancelled:
        event("upload cancelled").set()
        raise


async def total_async(items: AsyncIterator[int]) -> int:
    total = 0
    async for item in items:
        total += item
    return total


async def total_unhinted(items):
    return sum([item async for item in items])


def doubled(items: Iterator[int]):
    for item in items:
        yield 2 * item


async def doubled_async(items: AsyncIterator[int]):
    async for item in items:
        yield 2 * item


def back(items):
    return items


def slowly(items, key):
    """Takes one, and the rest after the event."""
    found = [next(items)]
    event(key).wait(20)
    return found + list(items)


def now():
    return time.time()


def after_close(items, key):
    found = [next(items)]
    event(key).wait(20)
    items.close()
    return found + list(items)


def both(items, file):
    return [list(items), file.read().decode()]


def gives_up_to_wait(items: AsyncIterator[int]):
    async def first():
        return await items.__anext__()

    try:
        return asyncio.run(asyncio.wait_for(first(), 0.01))
    except asyncio.TimeoutError:
        return "none came"


async def ends_slowly(key):
    try:
        while True:
            await asyncio.sleep(60)
            yield 1
    finally:
        await asyncio.sleep(0.1)
        event(key).set()


async def add_later(a, b):
    return a + b


async def collected_slowly(key):
    return (seen(key) for _ in range(1))
