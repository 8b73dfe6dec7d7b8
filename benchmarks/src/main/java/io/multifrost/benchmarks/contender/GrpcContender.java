package io.multifrost.benchmarks.contender;

import java.io.IOException;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
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
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.ClientResponseObserver;
import io.grpc.stub.StreamObserver;
import org.jspecify.annotations.Nullable;

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
	 * Ask for many items ahead. Both blocking stubs, and an observer that is left to
	 * itself, ask for one after another, and get a tenth of the rate.
	 */
	@Override
	public void stream(long count, LongPredicate reader) throws Exception {
		ItemObserver observer = new ItemObserver(reader);
		ClientCalls.asyncServerStreamingCall(this.channel.newCall(GrpcMethods.COUNT, CallOptions.DEFAULT),
				CountRequest.newBuilder().setCount(count).build(), observer);
		observer.ended.get();
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

	private static final class ItemObserver implements ClientResponseObserver<CountRequest, Item> {

		private static final int AHEAD = 256;

		private final LongPredicate reader;

		private final CompletableFuture<@Nullable Void> ended = new CompletableFuture<>();

		private @Nullable ClientCallStreamObserver<CountRequest> call;

		private int read;

		ItemObserver(LongPredicate reader) {
			this.reader = reader;
		}

		@Override
		public void beforeStart(ClientCallStreamObserver<CountRequest> call) {
			this.call = call;
			call.disableAutoRequestWithInitial(AHEAD);
		}

		@Override
		public void onNext(Item item) {
			ClientCallStreamObserver<CountRequest> call = Objects.requireNonNull(this.call);
			if (this.ended.isDone()) {
				return;
			}
			if (!this.reader.test(item.getValue())) {
				this.ended.complete(null);
				call.cancel("No more items are wanted", null);
			}
			else if (++this.read % (AHEAD / 2) == 0) {
				call.request(AHEAD / 2);
			}
		}

		@Override
		public void onError(Throwable failure) {
			this.ended.completeExceptionally(failure);
		}

		@Override
		public void onCompleted() {
			this.ended.complete(null);
		}

	}

}
