"""A user of the service registry written straight from the protocol, to test Java's against.

    registry_peer.py DIRECTORY COMMAND...

    hold                    take Python's lock, print "held", and keep it until stdin ends
    serve ID PORT           register, print "registered", and unregister when stdin ends
    stress NAME ROUNDS MARK register, discover and unregister ROUNDS times under an id of its own, and
                            at times under one that all want; MARK is a file that the one owner of
                            that id creates. Prints a line for each fault, then "done N" (owner N times)

It works like the reference implementation: registry.lock is created exclusively and holds the pid,
who finds it taken tries again every 100 ms for 10 s, and nobody breaks it; discovery takes it too.
Only stress never gives up: how long a turn takes to come is up to the load of the machine.
It shares no code with any implementation.
"""
import contextlib
import datetime
import json
import os
import sys
import time

DIRECTORY, COMMAND = sys.argv[1:3]
FILE = os.path.join(DIRECTORY, "services.json")
LOCK = os.path.join(DIRECTORY, "registry.lock")
PATIENCE = float("inf") if COMMAND == "stress" else 10


@contextlib.contextmanager
def locked():
    deadline = time.monotonic() + PATIENCE
    while True:
        try:
            handle = os.open(LOCK, os.O_CREAT | os.O_EXCL | os.O_WRONLY)
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
        os.unlink(LOCK)


def read():
    if not os.path.exists(FILE):
        return {}
    with open(FILE) as file:
        return json.load(file)


def write(services):
    temporary = os.path.join(DIRECTORY, "services.tmp")
    with open(temporary, "w") as file:
        json.dump(services, file, indent=2)
    os.replace(temporary, FILE)


def alive(pid):
    try:
        os.kill(pid, 0)
        return True
    except OSError:
        return False


def register(service, port):
    with locked():
        services = read()
        if service in services and alive(services[service]["pid"]):
            return False
        services[service] = {"port": port, "pid": os.getpid(), "started": datetime.datetime.now().isoformat()}
        write(services)
        return True


def discover(service):
    with locked():
        entry = read().get(service)
        return entry["port"] if entry and alive(entry["pid"]) else None


def unregister(service):
    with locked():
        services = read()
        if service in services and services[service]["pid"] == os.getpid():
            del services[service]
            write(services)


def own_shared(mark):
    if not register("shared", 6000):
        return 0
    try:
        os.close(os.open(mark, os.O_CREAT | os.O_EXCL))
    except FileExistsError:
        print("fault: two processes own the shared id", flush=True)
        return 1
    if discover("shared") != 6000:
        print("fault: the shared id is lost", flush=True)
    os.unlink(mark)
    unregister("shared")
    return 1


def stress(name, rounds, mark):
    owned = 0
    for i in range(rounds):
        if not register(name, 5000 + i):
            print("fault: own id is taken in round", i, flush=True)
        if i % 4 == 0:
            owned += own_shared(mark)
        if discover(name) != 5000 + i:
            print("fault: own entry is lost in round", i, flush=True)
        unregister(name)
    print("done", owned, flush=True)


if COMMAND == "hold":
    with locked():
        print("held", flush=True)
        sys.stdin.read()
elif COMMAND == "serve":
    register(sys.argv[3], int(sys.argv[4]))
    print("registered", flush=True)
    sys.stdin.read()
    unregister(sys.argv[3])
elif COMMAND == "stress":
    stress(sys.argv[3], int(sys.argv[4]), sys.argv[5])
else:
    sys.exit("unknown command " + COMMAND)
