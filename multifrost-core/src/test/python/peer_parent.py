"""A parent written straight from the protocol, to test Java workers against.

    peer_parent.py [options] -- <command line of the worker>

Starts the worker, waits until it answers a heartbeat, sends the calls that stdin gives as a JSON
array, prints one JSON object and stops the worker. It shares no code with any worker.

An element of the array holds the fields of one message, over the defaults of a call:
{"function": "add", "args": [1, 2]}; a field that is null is left out. Special fields:
  "wait": seconds to wait for this answer (default: --timeout); 0 where none is expected
  "frames": hexadecimal strings, sent as they are, no answer expected
  "then": seconds to pause after sending
Values that JSON does not have, both ways: {"$bytes": "hex"}, {"$float": "NaN"}.

The output: worker (pid), start_ms, heartbeat (the first answer), replies (one for each element, in
order; type "timeout" where none came, "sent" where none was expected, else the message with `ms`),
unmatched (other messages), heartbeat_max_ms (with --heartbeats), stdout and stderr (lines of the
process), exit (code; negative: the signal) and stop_ms.
"""
import argparse
import json
import math
import os
import subprocess
import sys
import threading
import time
import uuid

import msgpack
import zmq

parser = argparse.ArgumentParser()
parser.add_argument("--protocol", choices=("3", "4"), default="3")
parser.add_argument("--quirk", choices=("", "nodejs"), default="",
                    help="nodejs: heartbeats carry args instead of metadata, clientName, integer timestamps")
parser.add_argument("--timeout", type=float, default=10, help="seconds for the start, a call, the end")
parser.add_argument("--sequential", action="store_true", help="wait for each answer before the next call")
parser.add_argument("--heartbeats", action="store_true", help="send one every 20 ms while waiting")
parser.add_argument("--sigterm", action="store_true", help="stop the worker by signal, not by message")
parser.add_argument("--stop-at-once", action="store_true", help="stop right after sending, then read the answers")
parser.add_argument("--die", action="store_true", help="print, then end without stopping the worker")
parser.add_argument("command", nargs="+")
options = parser.parse_args()

APP = "comlink_ipc_v" + options.protocol
NODE = options.quirk == "nodejs"


def from_json(value):
    if isinstance(value, dict):
        if list(value) == ["$bytes"]:
            return bytes.fromhex(value["$bytes"])
        if list(value) == ["$float"]:
            return float(value["$float"])
        return {key: from_json(each) for key, each in value.items()}
    return [from_json(each) for each in value] if isinstance(value, list) else value


def to_json(value):
    if isinstance(value, bytes):
        return {"$bytes": value.hex()}
    if isinstance(value, float) and not math.isfinite(value):
        return {"$float": "NaN" if math.isnan(value) else "Infinity" if value > 0 else "-Infinity"}
    if isinstance(value, (list, tuple)):
        return [to_json(each) for each in value]
    if isinstance(value, dict):
        return {str(key): to_json(each) for key, each in value.items()}
    return value if isinstance(value, (bool, int, float, str, type(None))) else str(value)


def message(kind, **fields):
    now = time.time()
    return {"app": APP, "id": str(uuid.uuid4()), "type": kind, "timestamp": int(now) if NODE else now, **fields}


def heartbeat():
    now = time.time()
    return message("heartbeat", **({"args": [int(now * 1000)]} if NODE else {"metadata": {"hb_timestamp": now}}))


class Parent:

    def __init__(self):
        self.dealer = zmq.Context.instance().socket(zmq.DEALER)
        self.dealer.linger = 0
        self.dealer.sndhwm = self.dealer.rcvhwm = 0
        port = self.dealer.bind_to_random_port("tcp://127.0.0.1")
        self.lines = {"stdout": [], "stderr": []}
        self.began = time.monotonic()
        self.process = subprocess.Popen(
            options.command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
            env={**os.environ, "COMLINK_ZMQ_PORT": str(port), "COMLINK_WORKER_MODE": "1"})
        self.readers = [threading.Thread(target=self.drain, args=(name,), daemon=True) for name in self.lines]
        for reader in self.readers:
            reader.start()
        self.sent = {}  # id: (time sent, deadline, index)
        self.replies = []
        self.unmatched = []
        self.beats = {}
        self.slowest_beat = None

    def drain(self, name):
        for line in getattr(self.process, name):
            self.lines[name].append(line.decode(errors="replace").rstrip("\r\n"))

    def send(self, content):
        self.send_frames([b"", msgpack.packb(content)])

    def send_frames(self, frames):
        try:
            self.dealer.send_multipart(frames, zmq.NOBLOCK)
        except zmq.Again:
            pass  # a DEALER without a connected worker would block for ever

    def receive(self, seconds):
        """Takes one message, or None; counts what is not two frames with an empty first one."""
        if not self.dealer.poll(max(0, seconds) * 1000):
            return None
        frames = self.dealer.recv_multipart()
        if len(frames) != 2 or frames[0] != b"":
            self.unmatched.append({"frames": [frame.hex() for frame in frames]})
            return None
        return msgpack.unpackb(frames[1], strict_map_key=False)

    def start(self):
        deadline = self.began + options.timeout
        while not self.dealer.poll(20, zmq.POLLOUT):
            self.check_start(deadline, "does not connect")
        beat = heartbeat()
        self.send(beat)
        while True:
            self.check_start(deadline, "does not answer a heartbeat")
            answer = self.receive(0.02)
            if answer and answer.get("id") == beat["id"]:
                return answer
            if answer:
                self.unmatched.append(answer)

    def check_start(self, deadline, what):
        code = self.process.poll()
        if code is None and time.monotonic() < deadline:
            return
        if code is None:
            self.process.kill()
        for reader in self.readers:
            reader.join(1)
        print(json.dumps({"failed": f"The worker {what}", "worker": self.process.pid, "exit": code, **self.lines}))
        sys.exit(1)

    def call(self, index, entry):
        entry = dict(entry)
        wait = entry.pop("wait", options.timeout)
        then = entry.pop("then", 0)
        self.replies.append({"type": "sent"})
        if "frames" in entry:
            self.send_frames([bytes.fromhex(frame) for frame in entry["frames"]])
        else:
            fields = {"namespace": "default", "clientName" if NODE else "client_name": "peer", **from_json(entry)}
            content = message(fields.pop("type", "call"), **fields)
            self.send({name: value for name, value in content.items() if value is not None})
            if wait:
                now = time.monotonic()
                self.sent[content["id"]] = (now, now + wait, index)
        if then:
            self.wait(then, lambda: False)

    def wait(self, seconds, done):
        """Takes what arrives until done() or the time is over."""
        end = time.monotonic() + seconds
        last_beat = 0
        while not done() and time.monotonic() < end:
            now = time.monotonic()
            if options.heartbeats and now - last_beat >= 0.02:
                beat = heartbeat()
                self.beats[beat["id"]] = last_beat = now
                self.send(beat)
            self.take(self.receive(min(0.005, end - now)))
            for id, (_, deadline, index) in list(self.sent.items()):
                if time.monotonic() > deadline:
                    self.replies[index] = {"type": "timeout"}
                    del self.sent[id]

    def take(self, answer):
        now = time.monotonic()
        if answer is None:
            return
        if answer.get("type") == "heartbeat" and answer.get("id") in self.beats:
            took = (now - self.beats.pop(answer["id"])) * 1000
            self.slowest_beat = max(took, self.slowest_beat or 0)
        elif answer.get("type") in ("response", "error", "heartbeat") and answer.get("id") in self.sent:
            began, _, index = self.sent.pop(answer["id"])
            self.replies[index] = {**answer, "ms": round((now - began) * 1000, 1)}
        else:
            self.unmatched.append(answer)

    def ask_to_stop(self):
        if options.sigterm:
            self.process.terminate()
        else:
            self.send(message("shutdown"))

    def run(self, entries):
        first = self.start()
        report = {"worker": self.process.pid, "start_ms": round((time.monotonic() - self.began) * 1000, 1),
                  "heartbeat": first}
        for index, entry in enumerate(entries):
            self.call(index, entry)
            if options.sequential:
                self.wait(options.timeout, lambda: not self.sent)
        if options.stop_at_once:
            self.ask_to_stop()
        self.wait(options.timeout, lambda: not self.sent)
        self.wait(0.05, lambda: False)  # whatever else may come
        for _, _, index in self.sent.values():
            self.replies[index] = {"type": "timeout"}
        report.update(replies=self.replies, heartbeat_max_ms=self.slowest_beat, unmatched=self.unmatched)
        if not options.die:
            report.update(self.end())
        report.update(self.lines)
        print(json.dumps(to_json(report), allow_nan=False), flush=True)
        if options.die:
            os._exit(9)
        return 0 if report["exit"] is not None else 1

    def end(self):
        began = time.monotonic()
        if not options.stop_at_once:
            self.ask_to_stop()
        try:
            code = self.process.wait(options.timeout)
        except subprocess.TimeoutExpired:
            code = None
            self.process.kill()
        for reader in self.readers:
            reader.join(1)
        return {"exit": code, "stop_ms": round((time.monotonic() - began) * 1000, 1)}


sys.exit(Parent().run(json.load(sys.stdin)))
