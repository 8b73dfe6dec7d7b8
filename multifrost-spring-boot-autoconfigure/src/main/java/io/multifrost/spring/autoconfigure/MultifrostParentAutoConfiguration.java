package io.multifrost.spring.autoconfigure;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.env.Environment;
import org.springframework.core.io.ResourceLoader;
import reactor.core.publisher.Mono;
import tools.jackson.databind.json.JsonMapper;

import io.multifrost.ValueConverter;
import io.multifrost.internal.message.ValueWarmUp;
import io.multifrost.parent.ParentWorker;
import io.multifrost.spring.MultifrostClientsRegistrar;
import io.multifrost.spring.ParentWorkers;
import io.multifrost.spring.ParentWorkersListener;
import io.multifrost.spring.autoconfigure.properties.MultifrostProperties;
import io.multifrost.spring.reactive.ReactiveReturnAdapter;

/**
 * Auto-configuration of the workers that this application calls, and of the clients that
 * call them.
 */
@AutoConfiguration(after = MultifrostAutoConfiguration.class)
@ConditionalOnProperty(name = "multifrost.enabled", matchIfMissing = true)
@EnableConfigurationProperties(MultifrostProperties.class)
@Import({ MultifrostClientsRegistrar.class, ParentWorkersRegistrar.class })
public final class MultifrostParentAutoConfiguration {

	@Bean(ParentWorkersRegistrar.FACTORY_BEAN)
	ParentWorkerFactory multifrostParentWorkerFactory(MultifrostProperties properties, Environment environment,
			BeanFactory beanFactory) {
		return new ParentWorkerFactory(properties, environment, beanFactory);
	}

	@Bean
	@ConditionalOnMissingBean
	ParentWorkers multifrostParentWorkers(ObjectProvider<ParentWorker> workers, ParentWorkerFactory factory,
			ObjectProvider<ParentWorkersListener> listeners) {
		return new ParentWorkers(workers.orderedStream().toList(), factory::build, listeners::orderedStream);
	}

	@Bean
	ClientChecks multifrostClientChecks(MultifrostProperties properties, ConfigurableListableBeanFactory beanFactory) {
		return new ClientChecks(properties, beanFactory);
	}

	@Bean
	ParentWorkersLifecycle multifrostParentWorkersLifecycle(ParentWorkers workers, MultifrostProperties properties,
			ConfigurableListableBeanFactory beanFactory, ClientChecks clientChecks, ObjectProvider<JsonMapper> mapper,
			ObjectProvider<ValueConverter<?, ?>> converters) {
		return new ParentWorkersLifecycle(workers, new AutoStartup(properties, new ClientBeans(beanFactory)),
				new WorkerAnnouncement(properties), clientChecks,
				() -> ValueWarmUp.run(mapper.getIfUnique(), converters.orderedStream().toList()));
	}

	@Bean
	WorkerReload multifrostWorkerReload(ParentWorkers workers, MultifrostProperties properties,
			ResourceLoader resources) {
		List<Path> devTools = ReloadedFiles.ofDevTools(resources.getClassLoader());
		Map<ParentWorker, ReloadedFiles> files = new LinkedHashMap<>();
		workers.stream().forEach((worker) -> {
			ReloadedFiles found = ReloadedFiles.of(worker.name(), properties.parent(worker.name()), devTools);
			if (found != null) {
				files.put(worker, found);
			}
		});
		return new WorkerReload(files);
	}

	/**
	 * What needs Reactor.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(Mono.class)
	static class ReactorConfiguration {

		@Bean
		ReactiveReturnAdapter multifrostReactiveReturnAdapter() {
			return new ReactiveReturnAdapter();
		}

	}

}
