package io.multifrost.spring;

import java.util.Objects;

import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.BeanFactoryAware;
import org.springframework.beans.factory.SmartFactoryBean;
import org.springframework.beans.factory.config.ConfigurableBeanFactory;
import org.springframework.boot.convert.DurationStyle;
import org.springframework.util.StringUtils;

import io.multifrost.parent.CallOptions;
import io.multifrost.parent.ParentWorker;

/**
 * Makes the bean of a client interface. The interface is checked when the bean is made,
 * which is at start.
 *
 * @param <T> the interface
 */
class MultifrostClientFactoryBean<T> implements SmartFactoryBean<T>, BeanFactoryAware {

	private final Class<T> type;

	private @Nullable ConfigurableBeanFactory beanFactory;

	MultifrostClientFactoryBean(Class<T> type) {
		this.type = type;
	}

	@Override
	public void setBeanFactory(BeanFactory beanFactory) {
		this.beanFactory = (ConfigurableBeanFactory) beanFactory;
	}

	@Override
	public T getObject() {
		MultifrostClient annotation = this.type.getAnnotation(MultifrostClient.class);
		ParentWorker worker = worker(resolve(annotation.value()));
		try {
			return worker.as(this.type, options(annotation));
		}
		catch (IllegalArgumentException ex) {
			throw new InvalidClientException(this.type, ex);
		}
	}

	private ParentWorker worker(String name) {
		ParentWorkers workers = beanFactory().getBean(ParentWorkers.class);
		if (!workers.names().contains(name)) {
			throw new NoSuchParentWorkerException(name, this.type, workers.names());
		}
		return workers.get(name);
	}

	private CallOptions options(MultifrostClient annotation) {
		CallOptions options = CallOptions.DEFAULTS;
		String namespace = resolve(annotation.namespace());
		if (StringUtils.hasText(namespace)) {
			options = options.withNamespace(namespace);
		}
		String timeout = resolve(annotation.timeout());
		if (StringUtils.hasText(timeout)) {
			options = options.withTimeout(DurationStyle.detectAndParse(timeout));
		}
		return options;
	}

	private String resolve(String value) {
		String resolved = beanFactory().resolveEmbeddedValue(value);
		return (resolved != null) ? resolved : "";
	}

	private ConfigurableBeanFactory beanFactory() {
		return Objects.requireNonNull(this.beanFactory, "beanFactory");
	}

	@Override
	public Class<T> getObjectType() {
		return this.type;
	}

	/**
	 * Make the client at start even where nobody has asked for it yet, so that a mistake
	 * shows.
	 */
	@Override
	public boolean isEagerInit() {
		return true;
	}

}
