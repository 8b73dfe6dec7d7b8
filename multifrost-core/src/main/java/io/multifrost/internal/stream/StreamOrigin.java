package io.multifrost.internal.stream;

import org.jspecify.annotations.Nullable;

import io.multifrost.ProtocolVersion;
import io.multifrost.internal.compression.Compressor;

/**
 * What items belong to.
 *
 * @param version the protocol version of the call
 * @param id the id of the call
 * @param argument which argument they are, from 0;
 * {@link io.multifrost.internal.message.Message#NONE} for the result
 * @param batch whether the other side reads messages with several items
 * @param arrays whether the other side reads arrays of numbers as their bytes
 * @param compressor how each item is compressed, or {@code null} for not at all
 */
public record StreamOrigin(ProtocolVersion version, String id, int argument, boolean batch, boolean arrays,
		@Nullable Compressor compressor) {
}
