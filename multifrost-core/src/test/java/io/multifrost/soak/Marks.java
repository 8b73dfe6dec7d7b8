package io.multifrost.soak;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * A file to which workers append a line for each run of a function, since their memory
 * ends with them: it tells how often a call was run.
 */
final class Marks {

	private final Path file;

	private final AtomicLong next = new AtomicLong();

	private final Set<String> answered = ConcurrentHashMap.newKeySet();

	Marks(Path file) throws IOException {
		this.file = Files.createFile(file);
	}

	Path file() {
		return this.file;
	}

	String token(boolean idempotent) {
		return (idempotent ? "idempotent-" : "once-") + this.next.incrementAndGet();
	}

	boolean answered(String token, Object result) {
		this.answered.add(token);
		return token.equals(result);
	}

	/**
	 * Tell the ledger of calls that were run too often, or never though they were
	 * answered. One that is idempotent may be sent twice, and no other.
	 */
	void check(Ledger ledger) throws IOException {
		Map<String, Long> runs = Files.readAllLines(this.file)
			.stream()
			.collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
		runs.forEach((token, count) -> {
			if (count > (token.startsWith("idempotent") ? 2 : 1)) {
				ledger.wrong(token + " was run " + count + " times");
			}
		});
		this.answered.stream()
			.filter((token) -> !runs.containsKey(token))
			.forEach((token) -> ledger.wrong(token + " was answered and never run"));
	}

}
