"""The functions of `soak_worker.py` with generators and iterators, served by this project's package."""
from soak_worker import add, burn, echo, exit, flood, mark, nap

__all__ = ["add", "burn", "count", "echo", "exit", "flood", "hostile", "mark", "nap", "same", "total"]


def count(number: int):
    yield from range(number)


def same(numbers):
    yield from numbers


def total(numbers):
    sum = 0
    for expected, number in enumerate(numbers):
        if number != expected:
            raise ValueError(f"item {expected} was expected, but {number} came")
        sum += number
    return sum


def hostile(seed):
    return seed
