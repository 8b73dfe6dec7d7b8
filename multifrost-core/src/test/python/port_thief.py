"""Takes the place of workers: waits for new listening ports of a user, and connects first.

Prints "connected PORT" for each port, and "told TYPE" for each message that it is sent there.
"""

import os
import select
import socket
import sys
import time

GREETING = b"\xff" + bytes(8) + b"\x7f" + b"\x03\x00" + b"NULL" + bytes(48)
READY = b"\x05READY\x0bSocket-Type" + (6).to_bytes(4, "big") + b"ROUTER"
LISTENING = "0A"


def listening(uid):
    rows = []
    for name in ("/proc/net/tcp", "/proc/net/tcp6"):
        with open(name, encoding="ascii") as table:
            rows += [line.split() for line in list(table)[1:]]
    return {int(row[1].split(":")[1], 16) for row in rows if row[3] == LISTENING and row[7] == uid}


def connect(port):
    peer = socket.create_connection(("127.0.0.1", port), 2)
    peer.sendall(GREETING + b"\x04" + bytes([len(READY)]) + READY)
    print("connected", port, flush=True)
    return peer


def main():
    uid, seconds = sys.argv[1], float(sys.argv[2])
    known = listening(uid)
    print("ready", flush=True)
    peers = []
    end = time.monotonic() + seconds
    while time.monotonic() < end and os.getppid() != 1:
        for port in listening(uid) - known:
            known.add(port)
            try:
                peers.append(connect(port))
            except OSError as error:
                print("refused", port, error, flush=True)
        for peer in select.select(peers, [], [], 0.001)[0]:
            try:
                received = peer.recv(65536)
            except OSError:
                received = b""
            if not received:
                peers.remove(peer)
            elif b"comlink_ipc" in received:
                kind = "call" if b"\xa4call" in received else "heartbeat"
                print("told", kind, flush=True)


main()
