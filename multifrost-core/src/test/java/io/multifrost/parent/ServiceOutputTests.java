package io.multifrost.parent;

import java.io.PrintStream;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.multifrost.child.ChildWorker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for the output of functions, which goes to the parent that called them.
 */
@Timeout(60)
class ServiceOutputTests {

	private final PrintStream stdout = System.out;

	private final PrintStream stderr = System.err;

	private final List<String> printed = new CopyOnWriteArrayList<>();

	@RegisterExtension
	private final TestServices services = new TestServices();

	@AfterEach
	void tearDown() {
		this.services.close();
		assertThat(System.out).isSameAs(this.stdout);
		assertThat(System.err).isSameAs(this.stderr);
	}

	@Test
	void goesToTheParentThatCalled() {
		ChildWorker worker = serve("printer");
		assertThat(System.out).isNotSameAs(this.stdout);
		List<String> others = new CopyOnWriteArrayList<>();
		ParentWorker parent = connect("printer");
		ParentWorker other = this.services
			.parent(this.services.connect("printer").onStdout(others::add).onStderr(others::add));
		parent.call("print", Void.class, "one\r\ntwo é\n\nrest", "warning");
		other.call("print", Void.class, "for the other", "");
		await().untilAsserted(() -> assertThat(this.printed).containsExactlyInAnyOrder("out one", "out two é", "out ",
				"out rest", "err warning"));
		await().untilAsserted(() -> assertThat(others).containsExactly("for the other"));
		worker.close();
		assertThat(System.out).isSameAs(this.stdout);
		assertThat(System.err).isSameAs(this.stderr);
	}

	@Test
	void isLeftAloneUnlessItIsToBeForwarded() {
		this.services.serve("printer", new Printer());
		assertThat(System.out).isSameAs(this.stdout);
		ParentWorker parent = connect("printer");
		parent.call("print", Void.class, "", "");
		assertThat(this.printed).isEmpty();
	}

	@Test
	void isForwardedByEachOfSeveralWorkersForItself() {
		ChildWorker first = serve("first");
		serve("second");
		ParentWorker parent = connect("second");
		connect("first").call("print", Void.class, "by the first", "");
		await().until(() -> this.printed.contains("out by the first"));
		first.close();
		parent.call("print", Void.class, "by the second", "");
		await().until(() -> this.printed.contains("out by the second"));
	}

	@Test
	void isLimitedForEachCall() {
		serve("printer");
		ParentWorker parent = connect("printer");
		parent.call("flood", Void.class, 20_000);
		await().until(() -> this.printed.size() == 10_001);
		assertThat(this.printed.get(10_000)).contains("left out");
	}

	private ChildWorker serve(String id) {
		return this.services.serve(id, new Printer(), (worker) -> worker.forwardOutput(true));
	}

	private ParentWorker connect(String id) {
		return this.services.parent(this.services.connect(id)
			.onStdout((line) -> this.printed.add("out " + line))
			.onStderr((line) -> this.printed.add("err " + line)));
	}

	/** Prints. */
	public static class Printer {

		public void print(String out, String err) {
			System.out.print(out);
			System.err.print(err);
		}

		public void flood(int lines) {
			for (int i = 0; i < lines; i++) {
				System.out.println(i);
			}
		}

	}

}
