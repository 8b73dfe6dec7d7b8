package io.multifrost.internal.stream;

import io.multifrost.ProtocolVersion;

/**
 * What items belong to.
 *
 * @param version the protocol version of the call
 * @param id the id of the call
 * @param argument which argument they are, from 0;
 * {@link io.multifrost.internal.message.Message#NONE} for the result
 * @param batch whether the other side reads messages with several items
 */
public record StreamOrigin(ProtocolVersion version, String id, int argument, boolean batch) {
}
