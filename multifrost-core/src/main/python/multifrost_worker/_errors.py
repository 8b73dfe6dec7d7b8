"""Exceptions of functions as texts and parts, whatever they do when they are asked."""

from __future__ import annotations

import os
import sys
from types import TracebackType
from typing import Any, Callable

from multifrost_worker import _values

MAX_TEXT = 64 * 1024  # characters of an error's message, and of its trace
MAX_ATTRIBUTES_BYTES = 64 * 1024

_OWN_FOLDER = os.path.dirname(os.path.abspath(__file__)) + os.sep
_FROZEN = "<frozen importlib"


class DeadlineExceeded(Exception):
    """The deadline of the call has passed."""


def describe(ex: BaseException) -> dict[str, Any]:
    """Returns type, message and trace of an exception, and its public attributes if it has any."""
    error: dict[str, Any] = {
        "type": _tried(lambda: type(ex).__name__),
        "message": _tried(lambda: str(ex)),
        "trace": _tried(lambda: trace(ex)),
    }
    attributes = _attributes(ex)
    if attributes:
        error["attributes"] = attributes
    return error


def trace(ex: BaseException) -> str:
    """Returns the trace of an exception from the first frame on that is not this package's."""
    import traceback  # costs some milliseconds, and most workers never need it

    return "".join(traceback.format_exception(type(ex), ex, frames_of_user(ex.__traceback__)))


def frames_of_user(frames: TracebackType | None) -> TracebackType | None:
    """Leaves out the frames of this package, and of the import system, that come first."""
    while frames is not None:
        name = frames.tb_frame.f_code.co_filename
        if not (name.startswith((_OWN_FOLDER, _FROZEN))):
            break
        frames = frames.tb_next
    return frames


def shorten(text: str, longest: int = MAX_TEXT) -> str:
    """Bounds a text in characters, and replaces what UTF-8 cannot hold."""
    left_out = len(text) - longest
    if left_out > 0:
        text = f"{text[:longest]}... ({left_out} more characters)"
    return text.encode(errors="replace").decode()


def notice(text: str) -> None:
    """Writes a line to standard error, where there still is one."""
    try:
        print(text, file=sys.stderr, flush=True)
    except Exception:  # closed, or nobody reads it any more: nothing is left to tell it to
        return


def _tried(part: Callable[[], str]) -> str:
    try:
        return shorten(part())
    except BaseException as failure:
        return f"(cannot be shown: {type(failure).__name__})"


def _attributes(ex: BaseException) -> dict[str, Any]:
    found: dict[str, Any] = {}
    left = MAX_ATTRIBUTES_BYTES
    try:
        for name, value in vars(ex).items():
            if not name.startswith("_"):
                packed = _form(value)
                if packed is not None and len(packed) <= left:
                    found[name] = _values.unpack(packed)
                    left -= len(packed)
    except BaseException:  # attributes are an addition: without them the error is still told
        return {}
    return found


def _form(value: Any) -> bytes | None:
    try:
        return _values.pack(value)
    except Exception:
        return None
