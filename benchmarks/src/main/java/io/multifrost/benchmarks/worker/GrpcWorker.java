package io.multifrost.benchmarks.worker;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;

import benchmarks.proto.AddReply;
import benchmarks.proto.AddRequest;
import benchmarks.proto.CountRequest;
import benchmarks.proto.Item;
import io.grpc.Server;
import io.grpc.ServerServiceDefinition;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.ServerCallStreamObserver;
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
			.addMethod(GrpcMethods.COUNT, ServerCalls.asyncServerStreamingCall(GrpcWorker::count))
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

	/**
	 * Send as long as the other side takes what is sent, and go on when it does again.
	 */
	private static void count(CountRequest request, StreamObserver<Item> observer) {
		ServerCallStreamObserver<Item> items = (ServerCallStreamObserver<Item>) observer;
		// With a handler for it, what is sent after the other side has cancelled is
		// dropped
		items.setOnCancelHandler(() -> {
		});
		items.setOnReadyHandler(new Runnable() {

			private long next;

			@Override
			public void run() {
				while (items.isReady() && this.next < request.getCount()) {
					items.onNext(Item.newBuilder().setValue(this.next++).build());
					if (this.next == request.getCount()) {
						items.onCompleted();
					}
				}
			}

		});
	}

	private static <T> void answer(T reply, StreamObserver<T> observer) {
		observer.onNext(reply);
		observer.onCompleted();
	}

}
