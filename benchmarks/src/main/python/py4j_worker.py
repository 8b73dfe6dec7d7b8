"""A worker on Py4J. Prints its port, and ends when its standard input does."""
import sys

import numpy
from py4j.clientserver import ClientServer, JavaParameters, PythonParameters


class Adder:
    def add(self, a, b):
        return a + b

    def increment(self, values):
        return (numpy.frombuffer(values) + 1).tobytes()

    class Java:
        implements = ["io.multifrost.benchmarks.contender.Py4jAdder"]


server = ClientServer(
    java_parameters=JavaParameters(port=int(sys.argv[1])),
    python_parameters=PythonParameters(port=0, daemonize=True, daemonize_connections=True),
    python_server_entry_point=Adder())
print(server.get_callback_server().get_listening_port(), flush=True)
sys.stdin.read()
