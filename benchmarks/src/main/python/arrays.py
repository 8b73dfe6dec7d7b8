"""The same with NumPy at both ends of a function, which takes a while to import."""

import numpy

from calculator import add, echo

__all__ = ["add", "echo", "echoNumbers"]


def echoNumbers(values: numpy.ndarray) -> numpy.ndarray:
    return values
