package io.multifrost.child;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Functions that are no methods.
 */
@Timeout(60)
class CallHandlerTests {

	private final RawParent parent = new RawParent();

	@BeforeEach
	void start() {
		this.parent.start(ChildWorker
			.servingFunctions(Map.of("add", (arguments) -> arguments.get(0, long.class) + arguments.get(1, Long.class),
					"count", (arguments) -> arguments.size(), "first", (arguments) -> arguments.get(0), "later",
					(arguments) -> CompletableFuture.completedFuture("done"), "point", (arguments) -> {
						Point point = arguments.get(1, Point.class);
						return point.x() * point.y();
					}, "sum", (arguments) -> {
						long sum = 0;
						for (int i = 0; i < arguments.size(); i++) {
							sum += arguments.get(i, long.class);
						}
						return sum;
					}, "fail", (arguments) -> {
						throw new IllegalStateException("on purpose");
					})));
	}

	@AfterEach
	void stop() {
		this.parent.close();
	}

	@Test
	void takeWhateverTheyAreCalledWith() {
		assertThat(this.parent.ask("add", 1, 2)).containsEntry("result", 3L);
		assertThat(this.parent.ask("count")).containsEntry("result", 0L);
		assertThat(this.parent.ask("count", 1, "two", List.of(3))).containsEntry("result", 3L);
		assertThat(this.parent.ask("first", Map.of("a", 1L))).containsEntry("result", Map.of("a", 1L));
		assertThat(this.parent.ask("point", "beside", Map.of("x", 3, "y", 4))).containsEntry("result", 12L);
		assertThat(this.parent.ask("later")).containsEntry("result", "done");
	}

	@Test
	void readEachArgumentByItself() {
		Map<?, ?> unreadable = Map.of(List.of("a list as key"), 1);
		assertThat(this.parent.ask("first", 1L, unreadable)).containsEntry("result", 1L);
		assertThat(this.parent.ask("first", unreadable).get("error").toString()).contains("argument 1");
		assertThat(this.parent.ask("sum", Collections.nCopies(8_000, 1).toArray())).containsEntry("result", 8_000L);
	}

	@Test
	void failAsMethodsDo() {
		assertThat(this.parent.ask("fail").get("error").toString()).startsWith("IllegalStateException: on purpose");
		assertThat(this.parent.ask("add", 1, "two").get("error").toString()).contains("argument 2").contains("\"two\"");
		assertThat(this.parent.ask("add", 1).get("error").toString())
			.startsWith("IllegalArgumentException: Argument 2 is missing: the function was called with 1");
		String withNull = this.parent.send(this.parent.message("add", Arrays.asList(1, null)));
		assertThat(this.parent.answerTo(withNull).get("error").toString())
			.startsWith("IllegalArgumentException: Argument 2 is null, where Long is expected");
	}

	@Test
	void areListedByTheirNames() {
		assertThat(this.parent.ask("list_functions")).containsEntry("result",
				List.of("add", "count", "fail", "first", "later", "point", "sum"));
	}

	@Test
	void areRefusedWhereTheyCouldNotBeCalled() {
		assertThatIllegalArgumentException().isThrownBy(() -> ChildWorker.servingFunctions(Map.of()))
			.withMessageContaining("at least one");
		assertThatIllegalArgumentException()
			.isThrownBy(() -> ChildWorker.servingFunctions(Map.of("_add", CallArguments::size)))
			.withMessageContaining("'_add'");
		assertThatIllegalArgumentException()
			.isThrownBy(() -> ChildWorker.servingFunctions(Map.of("", CallArguments::size)))
			.withMessageContaining("has no name");
	}

	record Point(long x, long y) {
	}

}
