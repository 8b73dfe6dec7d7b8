package io.multifrost.benchmarks.contender;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

import io.multifrost.benchmarks.load.Measurable;
import io.multifrost.benchmarks.model.Shape;

/**
 * The calling process of one contender. It reads orders from its standard input, one a
 * line, answers each with a line of JSON, and ends with its input:
 * <ul>
 * <li>{@code open <shape> <milliseconds>} prepares the shape and warms up</li>
 * <li>{@code run <milliseconds>} measures a round</li>
 * <li>{@code close} gives up what was prepared</li>
 * </ul>
 */
public final class ParentProcess {

	private final Contender contender;

	private @Nullable Measurable open;

	private ParentProcess(Contender contender) {
		this.contender = contender;
	}

	/**
	 * Run the process.
	 * @param args the contender
	 * @throws Exception if the contender cannot be started
	 */
	public static void main(String[] args) throws Exception {
		PrintStream answers = System.out;
		// What others print must not be taken for an answer
		System.setOut(System.err);
		JsonMapper mapper = JsonMapper.shared();
		try (Contender contender = Contenders.create(args[0])) {
			answers.println(mapper.writeValueAsString(Map.of()));
			ParentProcess process = new ParentProcess(contender);
			BufferedReader orders = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
			for (String order = orders.readLine(); order != null; order = orders.readLine()) {
				answers.println(mapper.writeValueAsString(process.answer(order.split(" "))));
			}
			process.close();
		}
		catch (IOException ex) {
			throw new IOException("Contender '" + args[0] + "' failed", ex);
		}
		// Pools that a contender leaves behind must not keep the process
		System.exit(0);
	}

	private Object answer(String[] order) {
		try {
			return switch (order[0]) {
				case "open" -> open(Shape.parse(order[1]), Long.parseLong(order[2]));
				case "run" -> opened().run(Long.parseLong(order[1]));
				case "close" -> close();
				default -> throw new IllegalArgumentException("There is no order '" + order[0] + "'");
			};
		}
		catch (Exception ex) {
			ex.printStackTrace(System.err);
			return Map.of("error", ex.toString());
		}
	}

	private Map<String, Object> open(Shape shape, long warmUpMillis) throws Exception {
		Measurable measurable = this.contender.measure(shape);
		this.open = measurable;
		measurable.warmUp(warmUpMillis);
		return Map.of();
	}

	private Measurable opened() {
		Measurable measurable = this.open;
		if (measurable == null) {
			throw new IllegalStateException("No shape is open");
		}
		return measurable;
	}

	private Map<String, Object> close() throws IOException {
		Measurable measurable = this.open;
		this.open = null;
		if (measurable != null) {
			measurable.close();
		}
		return Map.of();
	}

}
