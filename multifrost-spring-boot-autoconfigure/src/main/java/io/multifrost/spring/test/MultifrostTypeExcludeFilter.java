package io.multifrost.spring.test;

import org.springframework.boot.test.context.filter.annotation.StandardAnnotationCustomizableTypeExcludeFilter;

/**
 * Leaves the application's components out of {@link MultifrostTest @MultifrostTest}.
 */
class MultifrostTypeExcludeFilter extends StandardAnnotationCustomizableTypeExcludeFilter<MultifrostTest> {

	MultifrostTypeExcludeFilter(Class<?> testClass) {
		super(testClass);
	}

}
