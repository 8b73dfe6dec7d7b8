"""The functions of the benchmarks as a plain module."""


def add(a, b):
    return a + b


def count(count):
    yield from range(count)


def echo(value: bytes) -> bytes:
    return value
