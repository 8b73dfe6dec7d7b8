package io.multifrost.benchmarks.contender;

import java.io.IOException;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;

import org.springframework.http.MediaType;
import org.springframework.web.client.RestClient;

import io.multifrost.benchmarks.load.BlockingCalls;
import io.multifrost.benchmarks.load.WorkerAllocation;
import io.multifrost.benchmarks.worker.AddAnswer;
import io.multifrost.benchmarks.worker.AddCall;
import io.multifrost.benchmarks.worker.HttpWorker;

/**
 * JSON over HTTP, with Spring's client as it comes.
 */
final class RestClientContender implements Contender, BlockingCalls {

	private final WorkerProgram worker = WorkerProgram.java(HttpWorker.class);

	private final RestClient client = RestClient.create("http://127.0.0.1:" + this.worker.port());

	private final AtomicLong lastId = new AtomicLong();

	RestClientContender() throws IOException {
	}

	@Override
	public BlockingCalls blocking() {
		return new Shared(this);
	}

	@Override
	public long add(long a, long b) {
		AddCall call = new AddCall(this.lastId.incrementAndGet(), a, b);
		AddAnswer answer = this.client.post()
			.uri("/add")
			.contentType(MediaType.APPLICATION_JSON)
			.body(call)
			.retrieve()
			.body(AddAnswer.class);
		return HttpContender.sum(call, Objects.requireNonNull(answer));
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
