package io.multifrost.benchmarks.contender;

import java.io.IOException;
import java.util.Map;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.observation.ObservationRegistry;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

import io.multifrost.benchmarks.load.AsyncCalls;
import io.multifrost.benchmarks.load.BlockingCalls;
import io.multifrost.benchmarks.load.WorkerAllocation;
import io.multifrost.benchmarks.worker.Lifeline;
import io.multifrost.benchmarks.worker.MultifrostWorker;
import io.multifrost.spring.circuitbreaker.CircuitBreakers;

/**
 * This project as a Spring application has it: a client bean, with circuit breaker,
 * metrics and observation.
 */
final class SpringContender implements Contender, BlockingCalls, AsyncCalls {

	private final LifelineServer lifeline = new LifelineServer();

	private final ConfigurableApplicationContext context;

	private final Calculator calculator;

	SpringContender() throws IOException {
		String worker = "multifrost.parents.calculator.";
		this.context = new SpringApplicationBuilder(Application.class).web(WebApplicationType.NONE)
			.properties(Map.of(worker + "main-class", MultifrostWorker.class.getName(), worker + "jvm-options",
					String.join(" ", WorkerProgram.JVM_OPTIONS), worker + "environment." + Lifeline.PORT,
					this.lifeline.port(), worker + "max-in-flight", MultifrostWorker.CAPACITY,
					"spring.main.banner-mode", "off", "logging.level.root", "warn"))
			.run();
		this.calculator = this.context.getBean(SpringCalculator.class);
		check();
	}

	/**
	 * See that all is there that shall be measured.
	 */
	private void check() {
		this.calculator.add(10, 20);
		Timer timer = this.context.getBean(MeterRegistry.class).find("multifrost.client.calls").timer();
		if (timer == null || timer.count() == 0) {
			throw new IllegalStateException("No call was metered");
		}
		if (this.context.getBean(CircuitBreakers.class).snapshot("calculator") == null) {
			throw new IllegalStateException("The worker has no circuit breaker");
		}
		if (this.context.getBean(ObservationRegistry.class).isNoop()) {
			throw new IllegalStateException("Calls are not observed");
		}
	}

	@Override
	public BlockingCalls blocking() {
		return new Shared(this);
	}

	@Override
	public AsyncCalls async() {
		return this;
	}

	@Override
	public long add(long a, long b) {
		return this.calculator.add(a, b);
	}

	@Override
	public void add(long a, long b, Reply reply) {
		MultifrostContender.tell(this.calculator.addLater(a, b), reply);
	}

	@Override
	public WorkerAllocation allocation() {
		return this.lifeline;
	}

	@Override
	public void close() throws IOException {
		this.context.close();
		this.lifeline.close();
	}

	@SpringBootConfiguration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

	}

}
