package io.multifrost.benchmarks.worker;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;

import benchmarks.proto.AddReply;
import benchmarks.proto.AddRequest;
import io.grpc.Server;
import io.grpc.ServerServiceDefinition;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.ServerCalls;
import io.grpc.stub.StreamObserver;

/**
 * A worker on grpc-java as it comes: Netty, and its own executor.
 */
public final class GrpcWorker {

	private GrpcWorker() {
	}

	/**
	 * Serve until the measuring process ends.
	 * @param args none
	 * @throws IOException if nothing can be bound
	 * @throws InterruptedException never, as nobody interrupts
	 */
	public static void main(String[] args) throws IOException, InterruptedException {
		Lifeline.connect();
		ServerServiceDefinition service = ServerServiceDefinition.builder(GrpcMethods.SERVICE)
			.addMethod(GrpcMethods.ADD, ServerCalls.asyncUnaryCall(GrpcWorker::add))
			.addMethod(GrpcMethods.ECHO_BYTES, ServerCalls.asyncUnaryCall(GrpcWorker::answer))
			.addMethod(GrpcMethods.ECHO_NUMBERS, ServerCalls.asyncUnaryCall(GrpcWorker::answer))
			.build();
		Server server = NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
			.maxInboundMessageSize(GrpcMethods.MAX_MESSAGE)
			.addService(service)
			.build()
			.start();
		Lifeline.announce(server.getPort());
		server.awaitTermination();
	}

	private static void add(AddRequest request, StreamObserver<AddReply> observer) {
		answer(AddReply.newBuilder().setId(request.getId()).setSum(request.getA() + request.getB()).build(), observer);
	}

	private static <T> void answer(T reply, StreamObserver<T> observer) {
		observer.onNext(reply);
		observer.onCompleted();
	}

}
