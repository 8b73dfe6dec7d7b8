"""The arguments of a call that is about to run."""

from __future__ import annotations

import time
from collections.abc import Mapping
from typing import Any

from multifrost_worker import _arrays, _errors, _files
from multifrost_worker._arrays import NumberArray
from multifrost_worker._context import Call


def arguments(call: Call) -> tuple[list[Any], Mapping[str, Any]]:
    """Returns the arguments of a call that is about to run, as its function wants them."""
    if call.deadline is not None:
        late = time.time() - call.deadline
        if late > 0:
            raise _errors.DeadlineExceeded(
                f"the deadline of the call had passed {late:.3f} s before a thread was free for it"
            )
    if _files.shared is not None and "lent" in call.metadata:
        call._loans = _files.Loans(_files.shared, call.metadata["lent"])
    if call._has_arrays:
        call._args = [_arrays.found(each, call._loans) for each in call._args]
    if call._function.adapt is not None:
        return call._function.adapt(call._args, call._kwargs)
    if call._has_arrays:
        return [_plain(each) for each in call._args], call._kwargs
    return call._args, call._kwargs


def _plain(value: Any) -> Any:
    return value.tolist() if type(value) is NumberArray else value
