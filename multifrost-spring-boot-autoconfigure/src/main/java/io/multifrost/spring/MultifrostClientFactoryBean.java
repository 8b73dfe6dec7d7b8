package io.multifrost.spring;

import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.FactoryBean;
import org.springframework.beans.factory.FactoryBeanNotInitializedException;
import org.springframework.beans.factory.InitializingBean;
import org.springframework.beans.factory.config.ConfigurableBeanFactory;
import org.springframework.boot.context.properties.PropertyMapper;
import org.springframework.boot.convert.DurationStyle;

import io.multifrost.parent.CallOptions;
import io.multifrost.parent.ParentWorker;

/**
 * Holds the one bean of a client interface, which is made together with this, so that a
 * mistake in the interface shows at start even where nobody has asked for the client yet.
 * Public for code that is generated ahead of time in the package of the interface, which
 * may be private to that package. Not meant to be used by applications.
 * <p>
 * No {@code SmartFactoryBean}: Spring would ask one for a new client again and again.
 *
 * @param <T> the interface
 */
public final class MultifrostClientFactoryBean<T> implements FactoryBean<T>, InitializingBean {

	private final Class<T> type;

	private final ConfigurableBeanFactory beanFactory;

	private @Nullable T client;

	/**
	 * Create a factory.
	 * @param type the client interface
	 * @param beanFactory has the workers, and knows placeholders
	 */
	public MultifrostClientFactoryBean(Class<T> type, ConfigurableBeanFactory beanFactory) {
		this.type = type;
		this.beanFactory = beanFactory;
	}

	@Override
	public void afterPropertiesSet() {
		MultifrostClient annotation = this.type.getAnnotation(MultifrostClient.class);
		ParentWorker worker = worker(String.valueOf(this.beanFactory.resolveEmbeddedValue(annotation.value())));
		try {
			this.client = worker.as(this.type, options(annotation));
		}
		catch (IllegalArgumentException ex) {
			throw new InvalidClientException(this.type, ex);
		}
	}

	private ParentWorker worker(String name) {
		ParentWorkers workers = this.beanFactory.getBean(ParentWorkers.class);
		if (!workers.names().contains(name)) {
			throw new NoSuchParentWorkerException(name, this.type, workers.names());
		}
		return workers.get(name);
	}

	private CallOptions options(MultifrostClient annotation) {
		CallOptions options = resolve(annotation.namespace()).to(CallOptions.DEFAULTS, CallOptions::withNamespace);
		return resolve(annotation.timeout()).as(DurationStyle::detectAndParse).to(options, CallOptions::withTimeout);
	}

	private PropertyMapper.Source<String> resolve(String value) {
		return PropertyMapper.get().from(this.beanFactory.resolveEmbeddedValue(value)).whenHasText();
	}

	@Override
	public T getObject() {
		if (this.client == null) {
			throw new FactoryBeanNotInitializedException(
					"Client " + this.type.getName() + " is asked for while it is being made");
		}
		return this.client;
	}

	@Override
	public Class<T> getObjectType() {
		return this.type;
	}

}
