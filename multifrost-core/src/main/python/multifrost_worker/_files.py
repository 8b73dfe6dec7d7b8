"""Files that the parent lends: what is large travels in them, and not in a message.

All of them are the parent's, in a directory of its user alone. A worker maps those of arguments,
and writes a result to the one that was lent for it. Names come from outside: they are looked up in
that directory alone.
"""

from __future__ import annotations

import contextlib
import mmap
import os
import re
import stat
import threading
import weakref
from collections import OrderedDict
from typing import Any

import msgpack

from multifrost_worker import _errors

CODE = 41
FEATURE = "file"
VARIABLE = "MULTIFROST_FILES"
_LOCK = "lock"  # which the parent holds as long as it runs
_NAME = re.compile(r"[0-9]{1,18}")
_KEPT_MAPPINGS = 32  # of files that may come again: to map one anew takes longer than to copy it
_PAGE = 4096
_ABANDONED_SECONDS = 1.0  # for the system to take the lock of a parent away that has gone

Part = tuple[str, int, int]  # name, offset, length


class Unusable(Exception):
    """A file that is not there, or not as it must be."""


def read(data: bytes) -> Part:
    """Reads an extension; raises ValueError where it is malformed."""
    try:
        part = msgpack.unpackb(data)
    except Exception:  # msgpack raises many kinds
        part = None
    if (
        type(part) is not list
        or list(map(type, part)) != [str, int, int]
        or part[1] < 0
        or part[2] < 0
    ):
        raise ValueError(f"a part of a file (extension type {CODE}) must hold [name, offset, size]")
    return (part[0], part[1], part[2])


def extension(code: int, data: bytes) -> bytes:
    """Returns an extension of a few bytes as it is written."""
    packed: bytes = msgpack.packb(msgpack.ExtType(code, data))
    return packed


class FileBytes:
    """Bytes that came in a file, until their function is about to run."""

    __slots__ = ("part",)

    def __init__(self, part: Part) -> None:
        self.part = part


class Loans:
    """What one call was lent."""

    __slots__ = ("_arrays", "_files", "_keep", "_mappings", "_threshold", "answer")

    def __init__(self, files: Files, lent: Any) -> None:
        lent = lent if type(lent) is dict else {}
        name, threshold = lent.get("answer"), lent.get("threshold")
        self.answer = name if type(name) is str else None
        self._threshold = threshold if type(threshold) is int else 0
        self._keep = lent.get("keep") is True
        self._files = files
        self._mappings: list[tuple[str, mmap.mmap]] = []
        self._arrays: list[weakref.ref[Any]] = []

    def view(self, part: Part) -> memoryview:
        """Returns bytes as they lie in the file, which may be changed.

        Whoever looks at them when the call has ended has to be watched. Raises Unusable where they
        are not there.
        """
        name, offset, length = part
        if not length:
            return memoryview(bytearray())
        mapping = self._files.map(name, offset + length, copy=self._keep)
        self._mappings.append((name, mapping))
        return memoryview(mapping)[offset : offset + length]

    def watch(self, array: Any) -> None:
        """Remembers an array of NumPy that a function may keep; its views keep it too."""
        self._arrays.append(weakref.ref(array))

    def takes(self, size: int) -> bool:
        """Returns whether a result of so many bytes is to be in the file."""
        return self.answer is not None and size >= max(self._threshold, 1)

    def write(self, elements: memoryview) -> bytes | None:
        """Writes a result, and returns what tells of it; None where it has to be in the message."""
        return self._files.write(self.answer or "", elements)

    def pack(self, value: Any) -> tuple[bytes] | None:
        """Returns bytes as the extension; None where they have to be in the message."""
        if type(value) not in (bytes, bytearray) or not self.takes(len(value)):
            return None
        in_file = self.write(memoryview(value))
        return None if in_file is None else (extension(CODE, in_file),)

    def end(self) -> bool:
        """Gives the files back; returns whether nothing looks at them any more."""
        free = all(array() is None for array in self._arrays)
        mappings, self._mappings = self._mappings, []
        if free and not self._keep:
            for name, mapping in mappings:
                self._files.keep(name, mapping)
        elif not free and self.answer is not None:
            self._files.drop(self.answer)  # the parent does not lend it again
        return free


class Files:
    """The directory of the parent."""

    def __init__(self, directory: str, most: int, most_in_message: int) -> None:
        self._path = directory
        self._directory = os.open(
            directory, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC
        )
        self._most = most
        self._most_in_message = most_in_message
        self._kept: OrderedDict[str, mmap.mmap] = OrderedDict()
        self._guard = threading.Lock()
        found = os.fstat(self._directory)
        if found.st_uid != os.geteuid() or found.st_mode & 0o077:
            raise Unusable("it is not a directory of this user alone")
        os.stat(_LOCK, dir_fd=self._directory, follow_symlinks=False)

    def _open(self, name: str, flags: int) -> int:
        if not _NAME.fullmatch(name):
            raise Unusable(f"{name[:40]!r} is no name of a file of the parent")
        try:
            found = os.open(
                name, flags | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC, dir_fd=self._directory
            )
        except OSError as ex:
            raise Unusable(f"the file {name!r} of the parent: {ex.strerror}") from None
        state = os.fstat(found)
        if not stat.S_ISREG(state.st_mode) or state.st_uid != os.geteuid():
            os.close(found)
            raise Unusable(f"{name!r} is no file of the parent")
        return found

    def map(self, name: str, length: int, copy: bool) -> mmap.mmap:
        """Returns a file in memory, at least so many bytes, to which nobody else writes.

        copy: whether what is written to it stays in this process.
        """
        if length > self._most:
            raise Unusable(f"{length} bytes in a file are more than the {self._most} allowed")
        kept = None if copy else self._take(name)
        opened = self._open(name, os.O_RDONLY if copy else os.O_RDWR)
        try:
            size = os.fstat(opened).st_size
            if size < length:
                raise Unusable(f"the file {name!r} has {size} bytes, and {length} were announced")
            if kept is not None and len(kept) >= length:
                return kept
            access = mmap.ACCESS_COPY if copy else mmap.ACCESS_WRITE
            return mmap.mmap(opened, size, access=access)
        finally:
            os.close(opened)

    def write(self, name: str, elements: memoryview) -> bytes | None:
        """Writes a result, and returns what tells of it; None where it has to be in the message.

        Raises OSError where it can be neither there nor here.
        """
        size = len(elements)
        if size > self._most:
            if size <= self._most_in_message:
                return None
            raise OverflowError(f"a result of {size} bytes is beyond max-file-size ({self._most})")
        kept = self._take(name)
        try:
            opened = self._open(name, os.O_RDWR)
        except Unusable:  # the call is over
            return None
        try:
            if kept is not None and len(kept) >= size and os.fstat(opened).st_size >= size:
                kept[:size] = elements
            else:
                _write(opened, elements)
                kept = mmap.mmap(opened, os.fstat(opened).st_size, access=mmap.ACCESS_WRITE)
                bytes(memoryview(kept)[::_PAGE])  # finds many pages at once, for the next time
        except OSError as ex:
            if size <= self._most_in_message:
                return None
            raise OSError(
                ex.errno,
                f"The result of {size} bytes could not be written to a shared file, and is too"
                f" large for a message: {ex.strerror}; make room in {self._path} (in a container,"
                " docker run --shm-size=1g or the like)",
            ) from None
        finally:
            os.close(opened)
        self.keep(name, kept)
        payload: bytes = msgpack.packb((name, 0, size))
        return payload

    def _take(self, name: str) -> mmap.mmap | None:
        with self._guard:
            return self._kept.pop(name, None)

    def keep(self, name: str, mapping: mmap.mmap) -> None:
        """Keeps a mapping for the next time, while the file is there."""
        if not self._is_there(name):
            return  # and its memory goes with the last that looks at it
        with self._guard:
            self._kept[name] = mapping
            oldest = next(iter(self._kept))
            # One at a time: what the parent has deleted holds memory until it is looked at
            if len(self._kept) > _KEPT_MAPPINGS or not self._is_there(oldest):
                del self._kept[oldest]

    def drop(self, name: str) -> None:
        """Forgets a file that does not come again."""
        self._take(name)

    def _is_there(self, name: str) -> bool:
        try:
            os.stat(name, dir_fd=self._directory, follow_symlinks=False)
        except OSError:
            return False
        return True

    def delete_if_abandoned(self) -> None:
        """Deletes the directory if the parent has ended without doing so."""
        import fcntl

        try:
            lock = os.open(_LOCK, os.O_RDWR | os.O_NOFOLLOW | os.O_CLOEXEC, dir_fd=self._directory)
        except OSError:
            return  # it is gone

        def delete() -> None:
            with contextlib.suppress(OSError):  # another worker of that parent does it too
                fcntl.lockf(lock, fcntl.LOCK_EX)
                for name in os.listdir(self._directory):
                    if name != _LOCK:
                        os.unlink(name, dir_fd=self._directory)
                os.unlink(_LOCK, dir_fd=self._directory)
                os.rmdir(self._path)

        deleting = threading.Thread(target=delete, daemon=True)  # a parent that lives keeps it
        try:
            deleting.start()
        except RuntimeError:  # there is no thread left, and the worker is to end all the same
            return
        deleting.join(_ABANDONED_SECONDS)


def _write(opened: int, elements: memoryview) -> None:
    position = 0
    while position < len(elements):
        position += os.pwrite(opened, elements[position:], position)


shared: Files | None = None  # those of the parent that has started this process


def find(most: int, most_in_message: int) -> bool:
    """Finds the directory that the parent has named; returns whether there is one."""
    global shared
    directory = os.environ.pop(VARIABLE, "")  # not for what functions start
    if directory and os.name == "posix":
        try:
            shared = Files(directory, most, most_in_message)
        except (OSError, Unusable) as ex:
            _errors.notice(f"The files of the parent in {directory} cannot be used: {ex}")
    return shared is not None
