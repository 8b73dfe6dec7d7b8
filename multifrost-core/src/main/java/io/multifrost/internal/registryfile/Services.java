package io.multifrost.internal.registryfile;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

import tools.jackson.core.JacksonException;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.json.JsonWriteFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.cfg.JsonNodeFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

import io.multifrost.internal.Ports;
import io.multifrost.registry.ServiceEntry;

/**
 * What the registry file says. It is kept as a tree, so that what this library does not
 * know, be it a key or a whole entry, is written again as it was read.
 */
public final class Services {

	/**
	 * Numbers stay as exact as they are, and other characters than ASCII are escaped:
	 * Python reads files in the encoding of its locale.
	 */
	private static final JsonMapper MAPPER = JsonMapper.builder()
		.enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
		.enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
		.disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
		.enable(SerializationFeature.INDENT_OUTPUT)
		.enable(JsonWriteFeature.ESCAPE_NON_ASCII)
		.build();

	private static final String STARTED = "started";

	private static final int MAX_DESCRIBED = 10;

	private final ObjectNode entries;

	private Services(ObjectNode entries) {
		this.entries = entries;
	}

	static Services none() {
		return new Services(MAPPER.createObjectNode());
	}

	static Services parse(byte[] json) throws MalformedRegistryException {
		JsonNode root;
		try {
			root = MAPPER.readTree(json);
		}
		catch (JacksonException ex) {
			TokenStreamLocation place = ex.getLocation();
			throw new MalformedRegistryException("it is no JSON"
					+ ((place != null) ? " at line " + place.getLineNr() + ", column " + place.getColumnNr() : ""), ex);
		}
		if (root instanceof ObjectNode entries) {
			return new Services(entries);
		}
		throw new MalformedRegistryException("it is no JSON object with an entry for each service", null);
	}

	byte[] toJson() {
		return MAPPER.writeValueAsBytes(this.entries);
	}

	/**
	 * Name the entries, for a message.
	 * @return some of the ids
	 */
	public String describeIds() {
		Collection<String> ids = this.entries.propertyNames();
		if (ids.isEmpty()) {
			return "none";
		}
		String some = ids.stream().limit(MAX_DESCRIBED).collect(Collectors.joining(", "));
		return (ids.size() > MAX_DESCRIBED) ? some + " and " + (ids.size() - MAX_DESCRIBED) + " more" : some;
	}

	/**
	 * Find an entry.
	 * @param serviceId its id
	 * @return the entry, empty if there is none or one that makes no sense
	 */
	public Optional<ServiceEntry> find(String serviceId) {
		int port = port(serviceId);
		long pid = pid(serviceId);
		if (serviceId.isBlank() || !Ports.isPort(port) || pid < 1) {
			return Optional.empty();
		}
		return Optional.of(new ServiceEntry(serviceId, ServiceEntry.LOCAL_HOST, port, pid,
				field(serviceId, STARTED).stringValue(""), metadata(serviceId)));
	}

	/**
	 * Return the process of an entry.
	 * @param serviceId its id
	 * @return the process id, 0 if the entry names none
	 */
	public long pid(String serviceId) {
		JsonNode pid = field(serviceId, "pid");
		return (pid.isIntegralNumber() && pid.canConvertToLong()) ? pid.longValue() : 0;
	}

	/**
	 * Return the port of an entry.
	 * @param serviceId its id
	 * @return the port, of whatever range, 0 if the entry names none
	 */
	public int port(String serviceId) {
		JsonNode port = field(serviceId, "port");
		return (port.isIntegralNumber() && port.canConvertToInt()) ? port.intValue() : 0;
	}

	private Map<String, String> metadata(String serviceId) {
		Map<String, String> metadata = new HashMap<>();
		this.entries.path(serviceId).properties().forEach((field) -> {
			if (field.getValue().isString() && !field.getKey().equals(STARTED)) {
				metadata.put(field.getKey(), field.getValue().stringValue());
			}
		});
		return metadata;
	}

	public void put(ServiceEntry entry) {
		ObjectNode written = this.entries.putObject(entry.serviceId());
		entry.metadata().forEach(written::put);
		written.put("port", entry.port()).put("pid", entry.pid()).put(STARTED, entry.started());
	}

	public void remove(String serviceId) {
		this.entries.remove(serviceId);
	}

	private JsonNode field(String serviceId, String name) {
		return this.entries.path(serviceId).path(name);
	}

}
