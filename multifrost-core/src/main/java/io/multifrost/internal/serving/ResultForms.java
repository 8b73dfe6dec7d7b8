package io.multifrost.internal.serving;

import java.nio.ByteBuffer;
import java.util.Collection;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import io.multifrost.NdArray;
import io.multifrost.internal.Features;
import io.multifrost.internal.message.Message.Call;
import io.multifrost.internal.message.Message.Response;
import io.multifrost.internal.sharedfile.WorkerFiles;
import io.multifrost.internal.value.FilePart;
import io.multifrost.internal.value.NumberArray;

/**
 * Gives the results of functions the forms that their callers take.
 *
 * @param files the files of the parent that has started this process
 */
record ResultForms(WorkerFiles files) {

	/**
	 * Return the form of a result.
	 * @param call the call that it answers
	 * @param result the result
	 */
	@Nullable Object of(Call call, @Nullable Object result) {
		if (result == null || !call.metadata().containsKey(Call.ACCEPT)) {
			return result;
		}
		boolean numbers = accepts(call, Features.ARRAY) && NumberArray.isNumbers(result);
		Object form = numbers ? new NumberArray(result) : result;
		FilePart part = accepts(call, Features.FILE) ? inFile(call, form) : null;
		if (part == null) {
			return form;
		}
		return (form instanceof NumberArray array) ? new NumberArray(array.array(), part) : part;
	}

	/**
	 * Return whether the caller takes something besides a plain answer.
	 */
	static boolean accepts(Call call, String feature) {
		return call.metadata().get(Call.ACCEPT) instanceof Collection<?> accepted && accepted.contains(feature);
	}

	private @Nullable FilePart inFile(Call call, Object result) {
		NdArray content = content(result);
		return (content != null && call.metadata().get(Call.LENT) instanceof Map<?, ?> lent
				&& lent.get(Call.FILE_FOR_ANSWER) instanceof String name
				&& lent.get(Call.FILE_THRESHOLD) instanceof Long threshold && content.byteSize() >= threshold)
						? this.files.write(name, content) : null;
	}

	private static @Nullable NdArray content(Object result) {
		if (result instanceof NumberArray array) {
			return array.numbers();
		}
		if (result instanceof byte[] bytes) {
			return NdArray.of(bytes);
		}
		return (result instanceof ByteBuffer buffer) ? NdArray.of("|u1", buffer) : null;
	}

	/**
	 * Return what is said with a result. Arguments are mostly copied before their
	 * function runs, so that nothing looks at files then.
	 */
	static Map<String, Object> metadata(ServedCall served) {
		ServedFunction function = served.target();
		boolean free = function != null && !function.convertsLate() && served.metadata().containsKey(Call.LENT);
		return free ? Map.of(Response.FREE, true) : Map.of();
	}

}
