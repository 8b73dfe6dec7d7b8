package io.multifrost.sample;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.ApplicationRunner;
import org.springframework.core.env.Environment;
import org.springframework.core.io.ClassPathResource;
import org.springframework.stereotype.Component;

import io.multifrost.MultifrostException;

/**
 * Calls some functions when the application has started, and prints what came back.
 */
@Component
class Demo implements ApplicationRunner {

	private final TextClient text;

	private final ObjectProvider<MathClient> math;

	private final Environment environment;

	Demo(TextClient text, ObjectProvider<MathClient> math, Environment environment) {
		this.text = text;
		this.math = math;
		this.environment = environment;
	}

	@Override
	public void run(ApplicationArguments arguments) {
		System.out.println();
		print("text (Java)", "greet(\"Ada\")", () -> this.text.greet("Ada"));
		print("text (Java)", "add(10, 20)", () -> this.text.add(10, 20));
		print("text (Java)", "summarize(alice.txt)", () -> this.text.summarize(read("texts/alice.txt")));
		MathClient python = this.math.getIfAvailable();
		if (python != null) {
			print("math (Python)", "greet(\"Ada\")", () -> python.greet("Ada"));
			print("math (Python)", "add(10, 20)", () -> python.add(10, 20));
			print("math (Python)", "factorial(20)", () -> python.factorial(20).join());
			List<Double> heights = List.of(1.62, 1.75, 1.80, 1.68, 1.91);
			print("math (Python)", "statistics(" + heights + ")", () -> python.statistics(heights));
		}
		else {
			System.out.println("  math (Python) is left out: target/python of the project has no Python for it");
		}
		System.out.println();
		System.out.printf("  Try http://localhost:%s/math/add?a=10&b=20 and stop with Ctrl+C.%n",
				this.environment.getProperty("local.server.port", "8080"));
		System.out.println();
	}

	/**
	 * Print a call and its result, or why there is none: an application does not end
	 * because a worker does.
	 */
	private static void print(String worker, String call, Supplier<Object> function) {
		String outcome;
		try {
			outcome = "= " + function.get();
		}
		catch (MultifrostException | CompletionException ex) {
			outcome = "failed: " + ((ex instanceof CompletionException && ex.getCause() != null) ? ex.getCause() : ex);
		}
		System.out.printf("  %-14s %-42s %s%n", worker, call, outcome);
	}

	private static String read(String name) {
		try {
			return new ClassPathResource(name).getContentAsString(StandardCharsets.UTF_8);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
