package io.multifrost.soak;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/**
 * Calls workers without end while they are killed, stopped, flooded and lied to, and
 * checks that each call ends once, in time and with the right answer, and that nothing is
 * left at the end. {@code ./mvnw -Psoak verify} runs it, {@code -Dsoak.seconds} for as
 * long as wanted and {@code -Dsoak.seed} with the chances of an earlier run.
 */
public final class Soak {

	private static final double CALLS_PER_SECOND = 100_000 / 300.0;

	private static final double FAULTS_PER_SECOND = 200 / 300.0;

	private static final Duration CLOSING = Duration.ofSeconds(60);

	private final long seed;

	private final long seconds;

	private final Ledger ledger = new Ledger();

	private Soak(long seed, long seconds) {
		this.seed = seed;
		this.seconds = seconds;
	}

	public static void main(String[] args) throws Exception {
		String seed = System.getProperty("soak.seed", "");
		Soak soak = new Soak(seed.isBlank() ? System.nanoTime() : Long.parseLong(seed),
				Long.getLong("soak.seconds", 300));
		System.out.println("soak: seed=" + soak.seed + " seconds=" + soak.seconds);
		new Soak(soak.seed, 3).rehearse();
		System.exit(soak.run() ? 0 : 1);
	}

	/**
	 * Do all of it for a moment, so that what the JVM opens once and keeps is open.
	 */
	private void rehearse() throws Exception {
		Remains before = Remains.now();
		Path directory = Files.createTempDirectory("soak");
		play(directory);
		delete(directory);
		settle(() -> Remains.now().moreThreads(before) == 0);
	}

	private boolean run() throws Exception {
		Path directory = Files.createTempDirectory("soak");
		Remains before = Remains.now();
		Chaos chaos = play(directory);
		settle(() -> !Remains.now().isMoreThan(before));
		Remains after = Remains.now();
		delete(directory);
		this.ledger.problems().forEach((problem) -> System.out.println("soak: " + problem));
		after.describe(before).forEach((remains) -> System.out.println("soak: left " + remains));
		System.out.println("soak: ends " + this.ledger.ends() + ", faults " + chaos.counts());
		long unanswered = this.ledger.unanswered();
		System.out.printf(
				"soak: seed=%d seconds=%d calls=%d streams=%d items=%d faults=%d unanswered=%d wrong=%d late=%d processes=%d threads=%d descriptors=%d%n",
				this.seed, this.seconds, this.ledger.calls(), this.ledger.streams(), this.ledger.items(),
				chaos.faults(), unanswered, this.ledger.wrong(), this.ledger.late(), after.moreProcesses(before),
				after.moreThreads(before), after.moreDescriptors(before));
		return unanswered + this.ledger.wrong() + this.ledger.late() == 0 && !after.isMoreThan(before)
				&& this.ledger.answered() >= this.seconds * CALLS_PER_SECOND
				&& chaos.faults() >= this.seconds * FAULTS_PER_SECOND;
	}

	private Chaos play(Path directory) throws Exception {
		SplittableRandom random = new SplittableRandom(this.seed);
		Marks marks = new Marks(directory.resolve("marks"));
		ExecutorService closers = Executors.newCachedThreadPool();
		try (Fleet fleet = new Fleet(directory, this.ledger, marks)) {
			fleet.start();
			Callers callers = new Callers(fleet.workers(), this.ledger, marks);
			Chaos chaos = new Chaos(fleet, callers, directory, random.split());
			callers.start(random.split());
			chaos.run(System.nanoTime() + TimeUnit.SECONDS.toNanos(this.seconds));
			chaos.end();
			if (!callers.stop(30)) {
				System.out.println("soak: callers still wait");
			}
			closers.submit(() -> fleet.close(closers)).get(CLOSING.toSeconds(), TimeUnit.SECONDS);
			marks.check(this.ledger);
			return chaos;
		}
		finally {
			closers.shutdownNow();
		}
	}

	/**
	 * Wait for what ends by itself soon after the workers: idle threads, killed
	 * processes.
	 */
	private static void settle(Callable<Boolean> settled) throws Exception {
		long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
		while (!settled.call() && System.nanoTime() < end) {
			LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(200));
		}
	}

	private static void delete(Path directory) throws IOException {
		List<Path> files;
		try (Stream<Path> found = Files.walk(directory)) {
			files = found.sorted(Comparator.reverseOrder()).toList();
		}
		for (Path file : files) {
			Files.delete(file);
		}
	}

}
