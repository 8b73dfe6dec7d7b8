"""The service registry as the Python implementation uses it, written straight from the protocol.

registry.lock is created exclusively and holds the pid; who finds it taken tries again every 100 ms
for 10 s, and nobody breaks it; discovery takes it too.
"""
import contextlib
import datetime
import json
import os
import time


class Registry:
    def __init__(self, directory):
        self.file = os.path.join(directory, "services.json")
        self.lock = os.path.join(directory, "registry.lock")

    @contextlib.contextmanager
    def locked(self):
        deadline = time.monotonic() + 10
        while True:
            try:
                handle = os.open(self.lock, os.O_CREAT | os.O_EXCL | os.O_WRONLY)
                break
            except FileExistsError:
                if time.monotonic() > deadline:
                    raise RuntimeError("registry.lock is taken for 10 s")
                time.sleep(0.1)
        try:
            os.write(handle, str(os.getpid()).encode())
            yield
        finally:
            os.close(handle)
            os.unlink(self.lock)

    def read(self):
        if not os.path.exists(self.file):
            return {}
        with open(self.file) as file:
            return json.load(file)

    def write(self, services):
        temporary = self.file + ".tmp"
        with open(temporary, "w") as file:
            json.dump(services, file, indent=2)
        os.replace(temporary, self.file)

    def register(self, service, port):
        with self.locked():
            services = self.read()
            if service in services and alive(services[service]["pid"]):
                raise RuntimeError(f"service {service} is running already")
            services[service] = {"port": port, "pid": os.getpid(), "started": datetime.datetime.now().isoformat()}
            self.write(services)

    def unregister(self, service):
        with self.locked():
            services = self.read()
            if service in services and services[service]["pid"] == os.getpid():
                del services[service]
                self.write(services)

    def discover(self, service, timeout=5):
        deadline = time.monotonic() + timeout
        while time.monotonic() < deadline:
            with self.locked():
                entry = self.read().get(service)
            if entry and alive(entry["pid"]):
                return entry["port"]
            time.sleep(0.1)
        raise RuntimeError(f"service {service} was not found within {timeout} s")


def alive(pid):
    try:
        os.kill(pid, 0)
        return True
    except OSError:
        return False
