"""A worker on plain blocking sockets: the messages of RawMessage.java, and a thread a connection.

Prints its port, and ends when its standard input does.
"""
import socketserver
import struct
import sys
import threading

import numpy

LENGTH = struct.Struct(">i")
HEADER = struct.Struct(">cq")  # the function, and the id of the call
ADDENDS = struct.Struct(">qq")
SUM = struct.Struct(">q")


class Connection(socketserver.StreamRequestHandler):
    disable_nagle_algorithm = True

    def handle(self):
        while length := self.rfile.read(LENGTH.size):
            message = bytearray(*LENGTH.unpack(length))
            self.rfile.readinto(message)
            function, _ = HEADER.unpack_from(message)
            argument = memoryview(message)[HEADER.size:]
            if function == b"a":
                result = SUM.pack(sum(ADDENDS.unpack(argument)))
            elif function == b"i":
                result = memoryview(numpy.frombuffer(argument, "<f8") + 1).cast("B")
            else:
                raise ValueError(f"There is no function {function}")
            head = LENGTH.pack(HEADER.size + len(result)) + message[:HEADER.size]
            self.request.sendmsg([head])
            self.request.sendall(result)


class Server(socketserver.ThreadingTCPServer):
    daemon_threads = True


server = Server(("127.0.0.1", 0), Connection)
threading.Thread(target=server.serve_forever, daemon=True).start()
print(server.server_address[1], flush=True)
sys.stdin.read()
