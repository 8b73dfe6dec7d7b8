"""A parent of a service, which it finds in the registry."""

import json
import time

import zmq
from fake_parent import SECONDS, Parent


class Client(Parent):
    def __init__(
        self,
        home,
        service_id,
        process,
        high_water_mark=0,
        host="127.0.0.1",
        server_key=None,
        pair=None,
    ):
        self.replies, self.progress, self.pieces = {}, [], {}
        end = time.monotonic() + SECONDS
        self.entry = None
        while self.entry is None:
            assert process.poll() is None, process.communicate()
            assert time.monotonic() < end
            try:
                self.entry = json.loads((home / "services.json").read_text())[service_id]
            except (OSError, KeyError):
                time.sleep(0.02)
        self.socket = zmq.Context.instance().socket(zmq.DEALER)
        self.socket.linger = 0
        self.socket.rcvhwm = high_water_mark
        self.socket.ipv6 = ":" in host
        if server_key:
            self.socket.curve_serverkey = server_key.encode()
            self.socket.curve_publickey, self.socket.curve_secretkey = map(str.encode, pair)
        self.socket.connect(f"tcp://{host}:{self.entry['port']}")
        self.process = process
        self.heartbeat()

    def call_until_refused(self, *call):
        while True:  # the service has not handled its signal yet
            self.call(*call)

    def __exit__(self, *_):
        self.socket.close()
