package io.multifrost.internal.serving;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

import io.multifrost.MessageLimitException;
import io.multifrost.internal.BackgroundLogger;
import io.multifrost.internal.attachment.ParentLink;
import io.multifrost.internal.message.Message.Output;
import io.multifrost.internal.message.MessageCodec;
import io.multifrost.internal.message.OutputKind;

/**
 * What one call prints, on its thread. A call that prints without end has its first lines
 * sent, so that it does not fill the memory of a parent that does not read.
 */
final class CallOutput {

	private static final Logger logger = BackgroundLogger.of(CallOutput.class);

	private static final int MAX_LINES = 10_000;

	/** A line is cut at the end of the character that reaches this size. */
	private static final int MAX_LINE_BYTES = 8 * 1024;

	private static final int MAX_CHARACTER_BYTES = 4;

	private final ServedCall call;

	private final MessageCodec codec;

	private final ParentLink parents;

	/** Made when something is printed, which few functions do. */
	private @Nullable Map<OutputKind, ByteArrayOutputStream> lines;

	private int sent;

	CallOutput(ServedCall call, MessageCodec codec, ParentLink parents) {
		this.call = call;
		this.codec = codec;
		this.parents = parents;
	}

	void write(OutputKind stream, byte[] bytes, int offset, int length) {
		if (this.lines == null) {
			this.lines = new EnumMap<>(OutputKind.class);
		}
		ByteArrayOutputStream line = this.lines.computeIfAbsent(stream, (key) -> new ByteArrayOutputStream());
		for (int i = offset; i < offset + length; i++) {
			if (bytes[i] == '\n') {
				send(stream, line);
			}
			else if (bytes[i] != '\r') {
				if (isFull(line, bytes[i])) {
					send(stream, line);
				}
				line.write(bytes[i]);
			}
		}
	}

	/**
	 * Say whether a line has to be sent before the next byte: not within a character,
	 * unless the bytes are no UTF-8 anyway.
	 */
	private static boolean isFull(ByteArrayOutputStream line, byte next) {
		boolean continues = (next & 0xc0) == 0x80;
		return line.size() >= MAX_LINE_BYTES + (continues ? MAX_CHARACTER_BYTES : 0);
	}

	private void send(OutputKind stream, ByteArrayOutputStream line) {
		if (this.sent < MAX_LINES) {
			send(stream, line.toString(StandardCharsets.UTF_8));
		}
		else if (this.sent == MAX_LINES) {
			send(stream, "... what else this call printed is left out");
		}
		this.sent++;
		line.reset();
	}

	private void send(OutputKind stream, String text) {
		Output message = new Output(this.call.call().version(), this.call.id(), stream, text, Map.of());
		byte[] payload;
		try {
			payload = this.codec.encode(message);
		}
		catch (MessageLimitException ex) {
			// Printing must not cost a call its result.
			logger.debug("A line that '{}' printed is left out", this.call.call().function(), ex);
			return;
		}
		this.parents.send(this.call.route(), payload);
	}

	void finish() {
		if (this.lines == null) {
			return;
		}
		this.lines.forEach((stream, line) -> {
			if (line.size() > 0) {
				send(stream, line);
			}
		});
	}

}
