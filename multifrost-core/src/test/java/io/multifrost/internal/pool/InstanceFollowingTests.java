package io.multifrost.internal.pool;

import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import io.multifrost.MultifrostException;
import io.multifrost.ServiceNotFoundException;
import io.multifrost.internal.discovery.InstanceSource;
import io.multifrost.internal.discovery.Location;
import io.multifrost.internal.jeromq.Endpoint;
import io.multifrost.internal.supervision.Supervisor;
import io.multifrost.internal.supervision.TestSupervisors;
import io.multifrost.registry.RegistryException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for {@link FollowedInstances}.
 */
@Timeout(60)
class InstanceFollowingTests {

	private static final Location PLACE = Location.of(Endpoint.loopback(1));

	private final AtomicInteger lives = new AtomicInteger();

	private final SlowSource source = new SlowSource();

	private final FollowedInstances instances = new FollowedInstances("words", this.source, 2, this::supervisor);

	@AfterEach
	void stop() {
		this.source.answers.add(Set::of);
		AllTogether.forEach(this.instances.end(), "stop", Supervisor::stop);
	}

	@Test
	void anInstanceThatAnErrorHasEndedIsTriedAgain() {
		this.instances.begin();
		await().until(() -> {
			this.source.answers.add(() -> Set.of(PLACE));
			return this.lives.get() >= 6;
		});
		assertThat(this.instances.all()).hasSize(2);
	}

	@Test
	void aLookupThatOutlivesItsStartSaysNothingOfTheNext() {
		this.instances.begin();
		await().until(() -> this.source.asking.get() == 1);
		assertThat(this.instances.end()).isEmpty();
		this.instances.begin();
		await().until(() -> this.source.asking.get() == 2);
		this.source.answers.add(() -> {
			throw new RegistryException("it was slow", null);
		});
		await().until(() -> threads() == 1);
		assertThat(this.instances.failure()).isInstanceOf(ServiceNotFoundException.class);
	}

	private static long threads() {
		return Thread.getAllStackTraces()
			.keySet()
			.stream()
			.filter((thread) -> thread.getName().equals("multifrost-instances-words"))
			.count();
	}

	private Supervisor supervisor(int number, Location place) {
		return TestSupervisors.of(number, place, () -> {
			this.lives.incrementAndGet();
			throw new OutOfMemoryError("unable to create native thread");
		}, (cause) -> {
		});
	}

	/**
	 * Answers when the test has an answer.
	 */
	private static final class SlowSource implements InstanceSource {

		private final BlockingQueue<Supplier<Set<Location>>> answers = new LinkedBlockingQueue<>();

		private final AtomicInteger asking = new AtomicInteger();

		@Override
		public String description() {
			return "in this test";
		}

		@Override
		public Set<Location> locations() {
			this.asking.incrementAndGet();
			try {
				return this.answers.take().get();
			}
			catch (InterruptedException ex) {
				throw new IllegalStateException(ex);
			}
		}

		@Override
		public MultifrostException noneFound() {
			return new ServiceNotFoundException("words", "there is none");
		}

	}

}
