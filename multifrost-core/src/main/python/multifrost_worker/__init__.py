"""Serves the functions of a Python module to a parent in another language.

A module needs nothing of this package: its public functions are served as they are. What is here
says more about a function, tells it about the call that it answers, and reports its progress.
"""

import sys

# Without newer syntax above this line, so that an old interpreter comes to say what it lacks
if sys.version_info < (3, 9):  # noqa: UP036
    sys.exit(
        "multifrost_worker needs Python 3.9 or newer, and %s is %d.%d: set python.executable or "  # noqa: UP031
        "python.version" % ((sys.executable,) + sys.version_info[:2])  # noqa: RUF005
    )

from multifrost_worker._context import Call, call, progress
from multifrost_worker._exceptions import CallCancelled, UploadError
from multifrost_worker._marks import function, on_start, on_stop

__all__ = [
    "Call",
    "CallCancelled",
    "UploadError",
    "call",
    "function",
    "on_start",
    "on_stop",
    "progress",
]
