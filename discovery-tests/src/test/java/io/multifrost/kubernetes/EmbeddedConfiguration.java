package io.multifrost.kubernetes;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

import org.springframework.boot.autoconfigure.context.LifecycleProperties;
import org.springframework.boot.context.properties.bind.BindHandler;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.bind.handler.NoUnboundElementsBindHandler;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.core.env.PropertySource;
import org.springframework.core.io.ByteArrayResource;

import io.multifrost.spring.autoconfigure.properties.MultifrostProperties;
import io.multifrost.spring.autoconfigure.properties.ParentProperties;

/**
 * The configuration of an application in a manifest. What is no property fails.
 *
 * @param names the names of all that it says
 * @param multifrost the properties of workers
 * @param lifecycle how long the application may take for each phase of its end
 */
record EmbeddedConfiguration(List<String> names, MultifrostProperties multifrost, LifecycleProperties lifecycle) {

	static EmbeddedConfiguration of(String yaml) {
		List<PropertySource<?>> sources = load(yaml);
		Binder binder = new Binder(ConfigurationPropertySources.from(sources));
		return new EmbeddedConfiguration(sources.stream().flatMap(EmbeddedConfiguration::names).toList(),
				bind(binder, "multifrost", MultifrostProperties.class),
				bind(binder, "spring.lifecycle", LifecycleProperties.class));
	}

	private static List<PropertySource<?>> load(String yaml) {
		try {
			return new YamlPropertySourceLoader().load("manifest",
					new ByteArrayResource(yaml.getBytes(StandardCharsets.UTF_8)));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static <T> T bind(Binder binder, String prefix, Class<T> type) {
		return binder.bindOrCreate(prefix, Bindable.of(type), new NoUnboundElementsBindHandler(BindHandler.DEFAULT));
	}

	private static Stream<String> names(PropertySource<?> source) {
		return Stream.of(((EnumerablePropertySource<?>) source).getPropertyNames());
	}

	/**
	 * Return how long the end of the application takes at most: a phase of requests that
	 * run, and its worker.
	 */
	Duration shutdown() {
		ParentProperties words = this.multifrost.getParents().get("words");
		Duration stop = (words.stopTimeout() != null) ? words.stopTimeout()
				: this.multifrost.getDefaults().stopTimeout();
		return this.lifecycle.getTimeoutPerShutdownPhase().plus(stop).plusSeconds(2);
	}

}
