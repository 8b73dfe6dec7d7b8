"""The functions of the benchmarks as a plain module."""


def add(a, b):
    return a + b


def echo(value: bytes) -> bytes:
    return value
