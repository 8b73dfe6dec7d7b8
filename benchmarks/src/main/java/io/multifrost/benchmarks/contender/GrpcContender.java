package io.multifrost.benchmarks.contender;

import java.io.IOException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongPredicate;

import benchmarks.proto.AddReply;
import benchmarks.proto.AddRequest;
import benchmarks.proto.Bytes;
import benchmarks.proto.CountRequest;
import benchmarks.proto.Item;
import benchmarks.proto.Numbers;
import com.google.protobuf.Message;
import com.google.protobuf.UnsafeByteOperations;
import io.grpc.CallOptions;
import io.grpc.ManagedChannel;
import io.grpc.MethodDescriptor;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.BlockingClientCall;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.StreamObserver;

import io.multifrost.benchmarks.load.AsyncCalls;
import io.multifrost.benchmarks.load.BlockingCalls;
import io.multifrost.benchmarks.load.WorkerAllocation;
import io.multifrost.benchmarks.worker.GrpcMethods;
import io.multifrost.benchmarks.worker.GrpcWorker;

/**
 * grpc-java with protobuf on one channel: the blocking and the asynchronous stub.
 */
final class GrpcContender implements Contender, BlockingCalls, AsyncCalls {

	private final WorkerProgram worker;

	private final ManagedChannel channel;

	private final AtomicLong lastId = new AtomicLong();

	private GrpcContender(WorkerProgram worker) {
		this.worker = worker;
		this.channel = NettyChannelBuilder.forAddress("127.0.0.1", worker.port())
			.usePlaintext()
			.maxInboundMessageSize(GrpcMethods.MAX_MESSAGE)
			.build();
	}

	static GrpcContender java() throws IOException {
		return new GrpcContender(WorkerProgram.java(GrpcWorker.class));
	}

	static GrpcContender python() throws IOException {
		return new GrpcContender(WorkerProgram.python("grpc_worker.py"));
	}

	@Override
	public BlockingCalls blocking() {
		return new Shared(this);
	}

	@Override
	public AsyncCalls async() {
		return this;
	}

	private <Q extends Message, A extends Message> A call(MethodDescriptor<Q, A> method, Q request) {
		return ClientCalls.blockingUnaryCall(this.channel, method, CallOptions.DEFAULT, request);
	}

	@Override
	public long add(long a, long b) {
		AddRequest request = request(a, b);
		return sum(request, call(GrpcMethods.ADD, request));
	}

	private AddRequest request(long a, long b) {
		return AddRequest.newBuilder().setId(this.lastId.incrementAndGet()).setA(a).setB(b).build();
	}

	private static long sum(AddRequest request, AddReply reply) {
		if (reply.getId() != request.getId()) {
			throw new IllegalStateException("The answer to " + reply.getId() + " came for " + request.getId());
		}
		return reply.getSum();
	}

	@Override
	public byte[] echo(byte[] value) {
		// Not copied, since nobody changes the array meanwhile
		Bytes request = Bytes.newBuilder().setValue(UnsafeByteOperations.unsafeWrap(value)).build();
		return call(GrpcMethods.ECHO_BYTES, request).getValue().toByteArray();
	}

	@Override
	public double[] echo(double[] values) {
		Numbers.Builder request = Numbers.newBuilder();
		for (double value : values) {
			request.addValues(value);
		}
		return call(GrpcMethods.ECHO_NUMBERS, request.build()).getValuesList()
			.stream()
			.mapToDouble(Double::doubleValue)
			.toArray();
	}

	/**
	 * Read with the newer of the two blocking stubs, which had twice the rate of the
	 * other one's iterator.
	 */
	@Override
	public void stream(long count, LongPredicate reader) throws Exception {
		CountRequest request = CountRequest.newBuilder().setCount(count).build();
		BlockingClientCall<CountRequest, Item> items = ClientCalls.blockingV2ServerStreamingCall(this.channel,
				GrpcMethods.COUNT, CallOptions.DEFAULT, request);
		for (Item item = items.read(); item != null; item = items.read()) {
			if (!reader.test(item.getValue())) {
				items.cancel("No more items are wanted", null);
				return;
			}
		}
	}

	@Override
	public void add(long a, long b, Reply reply) {
		AddRequest request = request(a, b);
		ClientCalls.asyncUnaryCall(this.channel.newCall(GrpcMethods.ADD, CallOptions.DEFAULT), request,
				new Observer(request, reply));
	}

	@Override
	public WorkerAllocation allocation() {
		return this.worker.allocation();
	}

	@Override
	public void close() throws IOException {
		this.channel.shutdownNow();
		try {
			this.channel.awaitTermination(1, TimeUnit.SECONDS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		this.worker.close();
	}

	private static final class Observer implements StreamObserver<AddReply> {

		private final AddRequest request;

		private final Reply reply;

		private long sum;

		Observer(AddRequest request, Reply reply) {
			this.request = request;
			this.reply = reply;
		}

		@Override
		public void onNext(AddReply value) {
			this.sum = sum(this.request, value);
		}

		@Override
		public void onError(Throwable failure) {
			this.reply.failed(failure);
		}

		@Override
		public void onCompleted() {
			this.reply.result(this.sum);
		}

	}

}
