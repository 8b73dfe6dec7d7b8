package io.multifrost.internal.message;

import java.lang.reflect.Type;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import io.multifrost.CodecLimits;
import io.multifrost.MessageLimitException;
import io.multifrost.ProtocolException;
import io.multifrost.ProtocolVersion;
import io.multifrost.ValueConversionException;
import io.multifrost.internal.compression.CompressedValue;
import io.multifrost.internal.compression.Compressor;
import io.multifrost.internal.message.Message.Items;
import io.multifrost.internal.message.Message.Response;
import io.multifrost.internal.value.CodecFault;
import io.multifrost.internal.value.EncodedValue;
import io.multifrost.internal.value.FilePart;
import io.multifrost.internal.value.JacksonMapper;
import io.multifrost.internal.value.MsgpackReader;
import io.multifrost.internal.value.ValueReader;
import io.multifrost.internal.value.WireType;

/**
 * Turns messages into bytes and back. It is immutable, and may be used by any number of
 * threads at the same time.
 * <p>
 * Bytes that were decoded must not be changed afterwards: arguments and results refer to
 * them.
 */
public final class MessageCodec {

	private final JacksonMapper mapper;

	private final MessageEncoder encoder;

	private final MessageDecoder decoder;

	private final ArgumentReader arguments;

	private final FilePart.Source files;

	/**
	 * Create a codec.
	 */
	public MessageCodec(CodecLimits limits) {
		this(limits, JacksonMapper.STANDARD);
	}

	/**
	 * Create a codec.
	 * @param limits the limits of messages in both directions
	 * @param mapper converts records and beans
	 */
	public MessageCodec(CodecLimits limits, JacksonMapper mapper) {
		this(limits, mapper, FilePart.Source.NONE);
	}

	/** Create a codec of messages whose arguments may be in files. */
	public MessageCodec(CodecLimits limits, JacksonMapper mapper, FilePart.Source files) {
		this(limits, mapper, InstantSource.system(), files);
	}

	MessageCodec(CodecLimits limits, JacksonMapper mapper, InstantSource clock) {
		this(limits, mapper, clock, FilePart.Source.NONE);
	}

	private MessageCodec(CodecLimits limits, JacksonMapper mapper, InstantSource clock, FilePart.Source files) {
		this.files = files;
		this.mapper = mapper;
		this.encoder = new MessageEncoder(limits, clock, mapper);
		this.decoder = new MessageDecoder(limits);
		this.arguments = new ArgumentReader(limits, mapper, files);
	}

	/**
	 * Return what converts records and beans.
	 */
	public JacksonMapper mapper() {
		return this.mapper;
	}

	/**
	 * Return the limits of messages in both directions.
	 */
	public CodecLimits limits() {
		return this.encoder.limits();
	}

	/**
	 * Encode a call.
	 * @param version the protocol version
	 * @param id the id of the call
	 * @param function the name of the function
	 * @param arguments the positional arguments
	 * @param namespace the namespace
	 * @param clientName the name of the caller, or {@code null} to send none
	 * @param metadata the metadata
	 * @return the bytes
	 * @throws ValueConversionException if an argument or a metadata value has no form on
	 * the wire; the message names it
	 * @throws MessageLimitException if an argument or the whole message is beyond a limit
	 */
	public byte[] encodeCall(ProtocolVersion version, String id, String function, @Nullable Object[] arguments,
			String namespace, @Nullable String clientName, Map<String, ?> metadata) {
		return encodeCall(version, id, function, arguments, namespace, clientName, metadata, null, null);
	}

	/**
	 * Encode a call that is not worth running after some time. The metadata says so in
	 * the entry {@code deadline}; one of this name that it has already is kept instead.
	 * @param version the protocol version
	 * @param id the id of the call
	 * @param function the name of the function
	 * @param arguments the positional arguments
	 * @param namespace the namespace
	 * @param clientName the name of the caller, or {@code null} to send none
	 * @param metadata the metadata, empty to send no more than the deadline
	 * @param timeLeft how long the call may still take, or {@code null} for as long as it
	 * likes
	 * @param compressor how the arguments are compressed, or {@code null} for not at all
	 * @return the bytes
	 * @throws ValueConversionException if an argument or a metadata value has no form on
	 * the wire; the message names it
	 * @throws MessageLimitException if an argument or the whole message is beyond a limit
	 */
	public byte[] encodeCall(ProtocolVersion version, String id, String function, @Nullable Object[] arguments,
			String namespace, @Nullable String clientName, Map<String, ?> metadata, @Nullable Duration timeLeft,
			@Nullable Compressor compressor) {
		return this.encoder.call(version, id, function, arguments, namespace, clientName, metadata, timeLeft,
				compressor);
	}

	/**
	 * Encode the keyword arguments of a call, for its metadata.
	 * @param function the name of the function
	 * @param arguments the arguments by their names
	 * @return the value
	 * @throws ValueConversionException if an argument has no form on the wire; the
	 * message names it
	 * @throws MessageLimitException if an argument is beyond a limit
	 */
	public EncodedValue encodeKeywordArguments(String function, Map<String, ?> arguments) {
		return this.encoder.keywordArguments(function, arguments);
	}

	/**
	 * Encode the arguments of a call by themselves.
	 * @param function the name of the function
	 * @param arguments the arguments
	 * @return the array of them
	 * @throws ValueConversionException if an argument has no form on the wire; the
	 * message names it
	 * @throws MessageLimitException if an argument is beyond a limit
	 */
	public EncodedValue encodeArguments(String function, @Nullable Object[] arguments) {
		return this.encoder.arguments(function, arguments);
	}

	/**
	 * Encode the result of a call.
	 * @param version the protocol version of the call
	 * @param id the id of the call
	 * @param result the result; {@code null} is sent as an explicit nil
	 * @param metadata the metadata, empty to send none
	 * @return the bytes
	 * @throws ValueConversionException if the result or a metadata value has no form on
	 * the wire
	 * @throws MessageLimitException if the result or the whole message is beyond a limit
	 */
	public byte[] encodeResponse(ProtocolVersion version, String id, @Nullable Object result, Map<String, ?> metadata) {
		return encodeResponse(version, id, result, metadata, null);
	}

	/**
	 * Encode the result of a call.
	 * @param version the protocol version of the call
	 * @param id the id of the call
	 * @param result the result; {@code null} is sent as an explicit nil
	 * @param metadata the metadata, empty to send none
	 * @param compressor how the result is compressed, or {@code null} for not at all
	 * @return the bytes
	 * @throws ValueConversionException if the result or a metadata value has no form on
	 * the wire
	 * @throws MessageLimitException if the result or the whole message is beyond a limit
	 */
	public byte[] encodeResponse(ProtocolVersion version, String id, @Nullable Object result, Map<String, ?> metadata,
			@Nullable Compressor compressor) {
		return this.encoder.response(version, id, result, metadata, compressor);
	}

	/**
	 * Encode any message. Fields that are absent in it are not written.
	 * @param message the message
	 * @return the bytes
	 * @throws ValueConversionException if a metadata value has no form on the wire
	 * @throws MessageLimitException if the message is beyond a limit
	 */
	public byte[] encode(Message message) {
		return this.encoder.message(message);
	}

	/**
	 * Decode a message, whatever the bytes are.
	 * @param payload the bytes, which must not be changed afterwards
	 * @return the message
	 * @throws ProtocolException if the bytes are no message of this protocol, with the id
	 * of the message where it could be read
	 * @throws MessageLimitException if the message is beyond a limit
	 */
	public Message decode(byte[] payload) {
		return this.decoder.decode(payload);
	}

	/**
	 * Return what reads the arguments of calls.
	 */
	public ArgumentReader arguments() {
		return this.arguments;
	}

	public @Nullable Object decodeResult(EncodedValue result, Type type) {
		return decodeResult(result, type, this.files);
	}

	/**
	 * Begin to write items of a stream.
	 * @param version the protocol version of their call
	 * @param compressor how each is compressed, or {@code null} for not at all
	 * @param before how many bytes may stand before the last of them, which may have as
	 * many as a message
	 * @return what takes them
	 */
	public ItemWriter itemWriter(ProtocolVersion version, @Nullable Compressor compressor, int before) {
		return new ItemWriter(() -> this.encoder.valueWriter(version, before), compressor, limits());
	}

	/**
	 * Take items as one array. No more can be written afterwards.
	 * @param items the items
	 * @return the array, which is checked against limits when it is sent
	 */
	public EncodedValue toArray(ItemWriter items) {
		return this.encoder.array(items.count(), items.finish());
	}

	/**
	 * Take a result as items: the entries of an array, anything else as one, nil as none.
	 * @param response the result
	 * @return the items, behind those that have come before it
	 */
	public Items toItems(Response response) {
		EncodedValue result = CompressedValue.expand(response.result(), limits(), "result");
		MsgpackReader reader = MsgpackReader.of(result, this.mapper, this.files);
		boolean array = reader.peekType() == WireType.ARRAY;
		int count = array ? reader.readArrayHeader() : reader.isNextNil() ? 0 : 1;
		int header = array ? reader.position() - result.offset() : 0;
		return new Items(response.version(), response.id(), Message.NONE, Math.max(0, response.items()), count,
				new EncodedValue(result.array(), result.offset() + header, result.length() - header),
				response.metadata());
	}

	/**
	 * Read the values of items one after the other.
	 * @param values the values
	 * @param type the Java type of each
	 * @return what reads them
	 */
	public ItemReader itemReader(EncodedValue values, Type type) {
		return new ItemReader(MsgpackReader.of(values, this.mapper, this.files), type, this);
	}

	/**
	 * Convert the result of a call.
	 * @param result the result
	 * @param type the Java type; with {@code void} or {@link Void} any result is dropped,
	 * and with {@link Object} it becomes plain Java: {@link Boolean}, {@link Long},
	 * {@link java.math.BigInteger} (beyond 2^63-1), {@link Double}, {@link String},
	 * {@code byte[]}, {@link java.time.Instant}, {@link java.util.List} or {@link Map}
	 * @param files where it may be
	 * @return the result, or {@code null} if it is nil
	 * @throws ValueConversionException if the result does not fit the type
	 */
	public @Nullable Object decodeResult(EncodedValue result, Type type, FilePart.Source files) {
		if (type == void.class || type == Void.class) {
			return null;
		}
		try {
			EncodedValue value = CompressedValue.expand(result, limits());
			return ValueReader.read(MsgpackReader.of(value, this.mapper, files), type);
		}
		catch (CodecFault ex) {
			throw ex.toConversionException("result");
		}
	}

}
