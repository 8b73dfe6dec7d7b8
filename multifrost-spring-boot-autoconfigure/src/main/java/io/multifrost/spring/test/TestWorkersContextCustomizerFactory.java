package io.multifrost.spring.test;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.springframework.test.context.ContextConfigurationAttributes;
import org.springframework.test.context.ContextCustomizer;
import org.springframework.test.context.ContextCustomizerFactory;
import org.springframework.test.context.TestContextAnnotationUtils;
import org.springframework.util.Assert;
import org.springframework.util.ReflectionUtils;

/**
 * Finds the {@link MultifrostTestWorker} fields of a test class, of those that it extends
 * or is nested in, and of its interfaces.
 */
class TestWorkersContextCustomizerFactory implements ContextCustomizerFactory {

	@Override
	public ContextCustomizer createContextCustomizer(Class<?> testClass,
			List<ContextConfigurationAttributes> configAttributes) {
		Map<String, MultifrostTestWorker> workers = new LinkedHashMap<>();
		collect(testClass, workers);
		return new TestWorkersContextCustomizer(workers);
	}

	private static void collect(@Nullable Class<?> candidate, Map<String, MultifrostTestWorker> workers) {
		if (candidate == null || candidate == Object.class) {
			return;
		}
		ReflectionUtils.doWithLocalFields(candidate, (field) -> {
			if (field.getType() == MultifrostTestWorker.class) {
				add(field, workers);
			}
		});
		if (TestContextAnnotationUtils.searchEnclosingClass(candidate)) {
			collect(candidate.getEnclosingClass(), workers);
		}
		for (Class<?> type : candidate.getInterfaces()) {
			collect(type, workers);
		}
		collect(candidate.getSuperclass(), workers);
	}

	private static void add(Field field, Map<String, MultifrostTestWorker> workers) {
		String description = "Field '" + field.getName() + "' of " + field.getDeclaringClass().getName();
		Assert.state(Modifier.isStatic(field.getModifiers()),
				() -> description + " must be static, since the context is made before the test");
		ReflectionUtils.makeAccessible(field);
		MultifrostTestWorker worker = (MultifrostTestWorker) ReflectionUtils.getField(field, null);
		Assert.state(worker != null,
				() -> description + " is null: give it a worker where it is declared, as the context is made early");
		MultifrostTestWorker other = workers.putIfAbsent(worker.getWorkerName(), worker);
		Assert.state(other == null || other == worker, () -> description + " is a second worker with the name '"
				+ worker.getWorkerName() + "': name it differently");
	}

}
