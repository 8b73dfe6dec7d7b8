"""Records of `logging` and warnings on the standard streams, for the parent's log."""

from __future__ import annotations

import json
import logging
import os
import sys
from typing import Any

from multifrost_worker import _errors
from multifrost_worker._context import current

MARK = "\x1e"  # begins a line that is a record
LONGEST_LINE = 8_000  # bytes: the parent takes longer lines apart


class Records(logging.Handler):
    """Writes each record as one line of JSON to standard error, a trace included."""

    def emit(self, record: logging.LogRecord) -> None:
        try:
            fields = self._fields(record)
            line = _line(fields, LONGEST_LINE)
            for characters in (2_000, 800, 250):
                if len(line) <= LONGEST_LINE:
                    break
                line = _line(fields, characters)
            _write(line)
        except Exception:
            self.handleError(record)

    def _fields(self, record: logging.LogRecord) -> dict[str, Any]:
        fields: dict[str, Any] = {
            "level": record.levelno,  # programs rename the names
            "logger": record.name[:200],
            "message": record.getMessage(),
            "time": record.created,
        }
        call = current.get(None)
        if call is not None and call.correlation_id:
            fields["correlation_id"] = call.correlation_id
        trace = _trace(record)
        if trace:
            fields["trace"] = trace
        return fields


def _line(fields: dict[str, Any], characters: int) -> bytes:
    """A record of which message and trace are shortened; of a trace the end says most."""
    shown = dict(fields, message=_errors.shorten(fields["message"], characters))
    trace = fields.get("trace", "")
    if len(trace) > characters:
        shown["trace"] = f"({len(trace) - characters} characters before)\n{trace[-characters:]}"
    return (MARK + json.dumps(shown, ensure_ascii=False) + "\n").encode(errors="replace")


class Lines(logging.Handler):
    """Writes INFO and below to standard output, which is no trouble, and the rest to error."""

    def emit(self, record: logging.LogRecord) -> None:
        try:
            text = f"{record.levelname} {record.name}: {record.getMessage()}"
            trace = _trace(record)
            stream = sys.stdout if record.levelno < logging.WARNING else sys.stderr
            print(f"{text}\n{trace}" if trace else text, file=stream, flush=True)
        except Exception:
            self.handleError(record)


def install() -> None:
    """Has all loggers, and warnings, write to the streams as the parent wants them.

    MULTIFROST_LOG_LEVEL is the level of the root logger, INFO by default.
    """
    records = os.environ.get("MULTIFROST_LOG") == "records"
    level = os.environ.get("MULTIFROST_LOG_LEVEL", "").strip().upper() or "INFO"
    root = logging.getLogger()
    root.addHandler(Records() if records else Lines())
    try:
        root.setLevel(level)
    except ValueError:
        root.setLevel(logging.INFO)
        root.warning("MULTIFROST_LOG_LEVEL is no level: %s", level)
    logging.captureWarnings(True)


def _trace(record: logging.LogRecord) -> str:
    if record.exc_info and not record.exc_text:
        record.exc_text = logging.Formatter().formatException(record.exc_info)
    parts = [record.exc_text, record.stack_info]
    return "\n".join(part for part in parts if part)


def _write(line: bytes) -> None:
    """Writes a line whole, past whatever stands for standard error in Python."""
    left = memoryview(line)
    while left:
        left = left[os.write(2, left) :]
