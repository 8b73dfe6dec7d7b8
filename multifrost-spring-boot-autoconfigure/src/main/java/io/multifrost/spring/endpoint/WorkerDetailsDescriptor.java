package io.multifrost.spring.endpoint;

import java.util.List;

import org.jspecify.annotations.Nullable;

import io.multifrost.parent.FunctionDescription;
import io.multifrost.spring.endpoint.MultifrostDescriptor.EventDescriptor;

/**
 * A worker that this application calls, with what it says of itself.
 *
 * @param worker the worker
 * @param functions its functions, as it answers
 * @param events its last events, the last first
 */
public record WorkerDetailsDescriptor(WorkerDescriptor worker, FunctionsDescriptor functions,
		List<EventDescriptor> events) {

	/**
	 * The functions that a worker says it has.
	 *
	 * @param names their names, or {@code null} if they are not known
	 * @param described what it says of each of them, or {@code null} if it says nothing
	 * @param problem why they are not known, or {@code null} if they are
	 */
	public record FunctionsDescriptor(@Nullable List<String> names, @Nullable List<FunctionDescriptor> described,
			@Nullable String problem) {

		static FunctionsDescriptor unknown(@Nullable String problem) {
			return new FunctionsDescriptor(null, null, problem);
		}

		static FunctionsDescriptor of(List<FunctionDescription> functions) {
			return new FunctionsDescriptor(functions.stream().map(FunctionDescription::name).toList(),
					functions.stream().map(FunctionDescriptor::of).toList(), null);
		}

		/**
		 * One function.
		 *
		 * @param signature its name, parameters and result, in one line
		 * @param summary the first line of what it is said to do, or {@code null}
		 */
		public record FunctionDescriptor(String signature, @Nullable String summary) {

			static FunctionDescriptor of(FunctionDescription function) {
				return new FunctionDescriptor(function.signature(), function.summary());
			}

		}

	}

}
