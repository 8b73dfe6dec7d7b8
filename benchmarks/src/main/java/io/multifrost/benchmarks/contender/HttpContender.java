package io.multifrost.benchmarks.contender;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.concurrent.atomic.AtomicLong;

import org.springframework.http.MediaType;
import tools.jackson.databind.json.JsonMapper;

import io.multifrost.benchmarks.load.AsyncCalls;
import io.multifrost.benchmarks.load.BlockingCalls;
import io.multifrost.benchmarks.load.WorkerAllocation;
import io.multifrost.benchmarks.worker.AddAnswer;
import io.multifrost.benchmarks.worker.AddCall;
import io.multifrost.benchmarks.worker.HttpWorker;

/**
 * JSON over HTTP/1.1, with the JDK's client.
 */
final class HttpContender implements Contender, BlockingCalls, AsyncCalls {

	private static final int OK = 200;

	private static final JsonMapper MAPPER = JsonMapper.shared();

	private final WorkerProgram worker = WorkerProgram.java(HttpWorker.class);

	private final HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

	private final AtomicLong lastId = new AtomicLong();

	HttpContender() throws IOException {
	}

	@Override
	public BlockingCalls blocking() {
		return new Shared(this);
	}

	@Override
	public AsyncCalls async() {
		return this;
	}

	private HttpRequest request(String path, String type, byte[] body) {
		return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + this.worker.port() + path))
			.header("Content-Type", type)
			.header("Accept", type)
			.POST(BodyPublishers.ofByteArray(body))
			.build();
	}

	private byte[] call(String path, String type, byte[] body) throws IOException, InterruptedException {
		return body(this.client.send(request(path, type, body), BodyHandlers.ofByteArray()));
	}

	private static byte[] body(HttpResponse<byte[]> response) {
		if (response.statusCode() != OK) {
			throw new IllegalStateException("The worker answered with status " + response.statusCode());
		}
		return response.body();
	}

	private AddCall call(long a, long b) {
		return new AddCall(this.lastId.incrementAndGet(), a, b);
	}

	static long sum(AddCall call, AddAnswer answer) {
		if (answer.id() != call.id()) {
			throw new IllegalStateException("The answer to " + answer.id() + " came for " + call.id());
		}
		return answer.sum();
	}

	@Override
	public long add(long a, long b) throws IOException, InterruptedException {
		AddCall call = call(a, b);
		byte[] body = call("/add", MediaType.APPLICATION_JSON_VALUE, MAPPER.writeValueAsBytes(call));
		return sum(call, MAPPER.readValue(body, AddAnswer.class));
	}

	@Override
	public byte[] echo(byte[] value) throws IOException, InterruptedException {
		return call("/echo", MediaType.APPLICATION_OCTET_STREAM_VALUE, value);
	}

	@Override
	public double[] echo(double[] values) throws IOException, InterruptedException {
		byte[] body = call("/numbers", MediaType.APPLICATION_JSON_VALUE, MAPPER.writeValueAsBytes(values));
		return MAPPER.readValue(body, double[].class);
	}

	@Override
	public void add(long a, long b, Reply reply) {
		AddCall call = call(a, b);
		HttpRequest request = request("/add", MediaType.APPLICATION_JSON_VALUE, MAPPER.writeValueAsBytes(call));
		this.client.sendAsync(request, BodyHandlers.ofByteArray())
			.thenApply((response) -> sum(call, MAPPER.readValue(body(response), AddAnswer.class)))
			.whenComplete((sum, failure) -> {
				if (failure != null) {
					reply.failed(failure);
				}
				else {
					reply.result(sum);
				}
			});
	}

	@Override
	public WorkerAllocation allocation() {
		return this.worker.allocation();
	}

	@Override
	public void close() throws IOException {
		this.worker.close();
	}

}
