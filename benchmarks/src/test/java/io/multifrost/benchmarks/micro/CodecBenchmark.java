package io.multifrost.benchmarks.micro;

import java.lang.reflect.Type;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

import io.multifrost.CodecLimits;
import io.multifrost.ProtocolVersion;
import io.multifrost.internal.message.Message;
import io.multifrost.internal.message.Message.Call;
import io.multifrost.internal.message.Message.Response;
import io.multifrost.internal.message.MessageCodec;
import io.multifrost.internal.message.MessageIds;

/**
 * The four messages' steps of one call of {@code add(10, 20)}.
 */
@State(Scope.Thread)
public class CodecBenchmark {

	private static final Type[] TYPES = { long.class, long.class };

	private final MessageCodec codec = new MessageCodec(CodecLimits.DEFAULTS);

	private final byte[] call = encodeCall();

	private final byte[] response = encodeResponse();

	@Benchmark
	public String newId() {
		return MessageIds.random();
	}

	@Benchmark
	public byte[] encodeCall() {
		return this.codec.encodeCall(ProtocolVersion.V3, MessageIds.random(), "add", new Object[] { 10L, 20L },
				"default", null, Map.of());
	}

	@Benchmark
	public @Nullable Object[] decodeCallAndArguments() {
		Call message = (Call) this.codec.decode(this.call);
		return this.codec.arguments().decode(message.arguments(), TYPES);
	}

	@Benchmark
	public byte[] encodeResponse() {
		return this.codec.encodeResponse(ProtocolVersion.V3, "7e6a3c1e-8f2b-4d5a-9c0e-1b2d3f4a5c6d", 30L, Map.of());
	}

	@Benchmark
	public @Nullable Object decodeResponseAndResult() {
		Message message = this.codec.decode(this.response);
		return this.codec.decodeResult(((Response) message).result(), long.class);
	}

}
