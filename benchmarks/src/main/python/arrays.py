"""The same with NumPy at both ends of a function, which takes a while to import."""

import numpy

from calculator import add, echo

__all__ = ["add", "echo", "echoNumbers", "increment", "incrementBytes"]


def echoNumbers(values: numpy.ndarray) -> numpy.ndarray:
    return values


def increment(values: numpy.ndarray) -> numpy.ndarray:
    return values + 1


def incrementBytes(values: bytes) -> bytes:
    return (numpy.frombuffer(values) + 1).tobytes()
