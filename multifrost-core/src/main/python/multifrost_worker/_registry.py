"""The file in which services of this user, in all languages, are found by their ids."""

from __future__ import annotations

import contextlib
import datetime
import json
import os
import time
from collections.abc import Iterator
from typing import Any

LOCK_SECONDS = 10.0  # to wait while another process writes the file
_AGAIN_SECONDS = 0.1


class RegistryError(Exception):
    """The registry cannot be used, or says no; the text has the remedy."""


PUBLIC_KEY = "multifrost-public-key"


def register(service_id: str, port: int, public_key: str | None = None) -> None:
    """Registers a service of this process; raises RegistryError where it runs already."""
    with _services() as entries:
        pid = entries.get(service_id, {}).get("pid")
        # Ids begin at 1 whenever a container starts again: ours was that of the service before
        if pid and pid != os.getpid() and _is_alive(pid):
            raise RegistryError(f"Service '{service_id}' runs already, as process {pid}")
        entries[service_id] = {
            "port": port,
            "pid": os.getpid(),
            "started": datetime.datetime.now().isoformat(),
        }
        if public_key:
            entries[service_id][PUBLIC_KEY] = public_key


def unregister(service_id: str) -> None:
    """Takes a service of this process out again."""
    with _services() as entries:
        if entries.get(service_id, {}).get("pid") == os.getpid():
            del entries[service_id]


def find(service_id: str) -> tuple[int, str | None]:
    """Returns the port and public key of a service; raises RegistryError where none runs."""
    entry = _read(os.path.join(folder(), "services.json")).get(service_id)
    if not entry or not _is_alive(entry.get("pid", 0)):
        raise RegistryError(f"No service '{service_id}' runs; see {folder()}/services.json")
    return int(entry["port"]), entry.get(PUBLIC_KEY)


@contextlib.contextmanager
def _services() -> Iterator[dict[str, Any]]:
    """Lends the entries by their service id, and writes back what was changed.

    The lock is the one that the other Python implementation takes, and Java services respect.
    """
    home = folder()
    file, lock = os.path.join(home, "services.json"), os.path.join(home, "registry.lock")
    handle = _locked(lock)
    try:
        os.write(handle, str(os.getpid()).encode())
        entries = _read(file)
        yield entries
        written = f"{file}.{os.getpid()}"
        with open(written, "w", encoding="utf-8") as stream:
            json.dump(entries, stream, indent=2)
        os.replace(written, file)  # others read without a lock: they never see half of it
    finally:
        os.close(handle)
        os.unlink(lock)


def _locked(lock: str) -> int:
    end = time.monotonic() + LOCK_SECONDS
    while True:
        try:
            return os.open(lock, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
        except FileExistsError:
            if time.monotonic() > end:
                raise RegistryError(
                    f"{lock} was there for {LOCK_SECONDS:.0f} s: if the process that it names has"
                    " ended, delete it"
                ) from None
            time.sleep(_AGAIN_SECONDS)


def _read(file: str) -> dict[str, Any]:
    if not os.path.exists(file):
        return {}
    with open(file, encoding="utf-8") as stream:
        entries: dict[str, Any] = json.load(stream)
        return entries


def folder() -> str:
    """Returns the folder of the user's registry, which it makes where there is none."""
    folder = os.environ.get("MULTIFROST_HOME", "").strip()
    if not folder:
        if not os.environ.get("HOME"):
            os.environ.pop("HOME", None)  # an empty one is none: the system knows the user's
        folder = os.path.expanduser("~/.multifrost")
        if not os.path.isabs(folder):
            raise RegistryError(
                f"There is no home folder for the registry of services ('{folder}'): set HOME or"
                " MULTIFROST_HOME"
            )
    os.makedirs(folder, mode=0o700, exist_ok=True)
    status = os.stat(folder)
    if status.st_mode & 0o022 or status.st_uid not in (0, os.getuid()):
        raise RegistryError(
            f"Others may write to {folder}, and so say which process is a service: make it yours"
            f" alone (chmod 700 {folder}), or name another folder by MULTIFROST_HOME"
        )
    return folder


def _is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        pass  # it is another user's
    return True
