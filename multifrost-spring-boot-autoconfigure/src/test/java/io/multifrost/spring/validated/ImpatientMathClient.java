package io.multifrost.spring.validated;

import jakarta.validation.constraints.Positive;
import org.springframework.validation.annotation.Validated;

import io.multifrost.spring.MultifrostClient;

/**
 * A client whose arguments are validated, and whose calls may take little time only.
 */
@Validated
@MultifrostClient(value = "${math-worker:math}", timeout = "${math-timeout:300ms}")
interface ImpatientMathClient {

	long add(@Positive long a, long b);

	void sleep(long millis);

}
