package io.multifrost.benchmarks.worker;

import benchmarks.proto.AddReply;
import benchmarks.proto.AddRequest;
import benchmarks.proto.Bytes;
import benchmarks.proto.CountRequest;
import benchmarks.proto.Item;
import benchmarks.proto.Numbers;
import com.google.protobuf.Message;
import io.grpc.MethodDescriptor;
import io.grpc.protobuf.ProtoUtils;

/**
 * The methods of {@code calls.proto}, as a generated stub declares them. The messages are
 * generated; the generator of stubs is a binary that cannot be had for each machine.
 */
public final class GrpcMethods {

	/** The name of the service. */
	public static final String SERVICE = "multifrost.benchmarks.Calls";

	/** Adds. */
	public static final MethodDescriptor<AddRequest, AddReply> ADD = method("Add", AddRequest.getDefaultInstance(),
			AddReply.getDefaultInstance());

	/** Returns its argument. */
	public static final MethodDescriptor<Bytes, Bytes> ECHO_BYTES = method("EchoBytes", Bytes.getDefaultInstance(),
			Bytes.getDefaultInstance());

	/** Returns its argument. */
	public static final MethodDescriptor<Numbers, Numbers> ECHO_NUMBERS = method("EchoNumbers",
			Numbers.getDefaultInstance(), Numbers.getDefaultInstance());

	/** Streams the numbers from 0 on. */
	public static final MethodDescriptor<CountRequest, Item> COUNT = method(
			MethodDescriptor.MethodType.SERVER_STREAMING, "Count", CountRequest.getDefaultInstance(),
			Item.getDefaultInstance());

	/** More than the largest payload. */
	public static final int MAX_MESSAGE = 64 << 20;

	private GrpcMethods() {
	}

	private static <Q extends Message, A extends Message> MethodDescriptor<Q, A> method(String name, Q request,
			A reply) {
		return method(MethodDescriptor.MethodType.UNARY, name, request, reply);
	}

	private static <Q extends Message, A extends Message> MethodDescriptor<Q, A> method(
			MethodDescriptor.MethodType type, String name, Q request, A reply) {
		return MethodDescriptor.<Q, A>newBuilder()
			.setType(type)
			.setFullMethodName(MethodDescriptor.generateFullMethodName(SERVICE, name))
			.setSampledToLocalTracing(true)
			.setRequestMarshaller(ProtoUtils.marshaller(request))
			.setResponseMarshaller(ProtoUtils.marshaller(reply))
			.build();
	}

}
