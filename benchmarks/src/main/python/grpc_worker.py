"""A worker on grpcio. Prints its port, and ends when its standard input does.

Needs the messages that protoc made of calls.proto on the PYTHONPATH.
"""
import sys
from concurrent.futures import ThreadPoolExecutor

import grpc

import calls_pb2


def add(request, context):
    return calls_pb2.AddReply(id=request.id, sum=request.a + request.b)


def count(request, context):
    for value in range(request.count):
        yield calls_pb2.Item(value=value)


handlers = {"Add": grpc.unary_unary_rpc_method_handler(
    add, calls_pb2.AddRequest.FromString, calls_pb2.AddReply.SerializeToString),
    "Count": grpc.unary_stream_rpc_method_handler(
        count, calls_pb2.CountRequest.FromString, calls_pb2.Item.SerializeToString)}
server = grpc.server(ThreadPoolExecutor(16))
server.add_generic_rpc_handlers(
    (grpc.method_handlers_generic_handler("multifrost.benchmarks.Calls", handlers),))
port = server.add_insecure_port("127.0.0.1:0")
server.start()
print(port, flush=True)
sys.stdin.read()
server.stop(0)
