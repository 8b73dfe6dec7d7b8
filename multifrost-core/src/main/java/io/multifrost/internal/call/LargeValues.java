package io.multifrost.internal.call;

import java.lang.reflect.Type;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import io.multifrost.NdArray;
import io.multifrost.internal.Features;
import io.multifrost.internal.message.Message.Call;
import io.multifrost.internal.message.MessageCodec;
import io.multifrost.internal.sharedfile.CallFiles;
import io.multifrost.internal.sharedfile.FilePool;
import io.multifrost.internal.value.FilePart;
import io.multifrost.internal.value.NumberArray;
import io.multifrost.parent.CallOptions;
import io.multifrost.parent.OutgoingCall;

/**
 * Gives arrays of numbers, and what is large, the forms that the worker of a call knows,
 * and says what its answer may be.
 */
final class LargeValues {

	private final CallTarget target;

	private final @Nullable FilePool pool;

	/**
	 * Prepare for the calls of one worker.
	 * @param target the worker
	 * @param pool the files that are shared with it, or {@code null} if none are
	 */
	LargeValues(CallTarget target, @Nullable FilePool pool) {
		this.target = target;
		this.pool = pool;
	}

	/**
	 * Prepare a call.
	 * @param call the call, whose metadata says then what its answer may be
	 * @param type the type of the result
	 * @param arguments the arguments
	 * @param options how it is called
	 * @param idempotent whether it may be sent again
	 * @return the arguments in their forms
	 */
	Prepared prepare(OutgoingCall call, Type type, @Nullable Object[] arguments, CallOptions options,
			boolean idempotent) {
		Set<String> needed = new HashSet<>();
		if (!options.keywordArguments().isEmpty()) {
			needed.add(Features.KEYWORD_ARGUMENTS);
		}
		boolean numbers = NumberArray.isForm(type);
		@Nullable Object[] written = NumberArray.among(arguments);
		boolean arrays = (numbers || written != arguments) && this.target.hasFeature(Features.ARRAY);
		if (arrays && numbers) {
			RequestFactory.accept(call, Features.ARRAY);
		}
		if (arrays && written != arguments) {
			needed.add(Features.ARRAY);
		}
		else {
			written = arguments;
		}
		CallFiles files = CallFiles.NONE;
		boolean answer = numbers || type == ByteBuffer.class;
		if (this.pool != null && (answer || hasLarge(written, this.pool.threshold()))
				&& this.target.hasFeature(Features.FILE)) {
			files = new CallFiles(this.pool);
			try {
				written = inFiles(call.function(), written, files, this.pool.threshold());
				describe(call, files, answer, idempotent, this.pool.threshold());
			}
			catch (Throwable ex) {
				files.end();
				throw ex;
			}
			needed.add(Features.FILE);
		}
		return new Prepared(written, Set.copyOf(needed), files);
	}

	private static void describe(OutgoingCall call, CallFiles files, boolean answer, boolean idempotent,
			long threshold) {
		Map<String, Object> description = new LinkedHashMap<>();
		String lent = answer ? files.lendForAnswer() : null;
		if (lent != null) {
			RequestFactory.accept(call, Features.FILE);
			description.put(Call.FILE_FOR_ANSWER, lent);
			description.put(Call.FILE_THRESHOLD, threshold);
		}
		if (idempotent) {
			description.put(Call.FILE_KEPT, true);
		}
		call.putMetadata(Call.LENT, description);
	}

	/**
	 * Write a call that is sent once more, with the arguments that it had. It is lent no
	 * file for the answer: the worker that was lost may still write to it.
	 * @param codec writes it
	 * @param payload what was sent the first time
	 * @return what is sent now
	 */
	static byte[] again(MessageCodec codec, byte[] payload) {
		Call sent = (Call) codec.decode(payload);
		Map<String, @Nullable Object> metadata = new LinkedHashMap<>(sent.metadata());
		metadata.put(Call.LENT, Map.of(Call.FILE_KEPT, true));
		return codec.encode(new Call(sent.version(), sent.id(), sent.timestamp(), sent.function(), sent.arguments(),
				sent.namespace(), sent.clientName(), metadata));
	}

	private static boolean hasLarge(@Nullable Object[] arguments, long threshold) {
		for (Object argument : arguments) {
			NdArray content = content(argument);
			if (content != null && content.byteSize() >= threshold) {
				return true;
			}
		}
		return false;
	}

	private static @Nullable NdArray content(@Nullable Object argument) {
		if (argument instanceof NumberArray array) {
			return array.numbers();
		}
		if (argument instanceof byte[] bytes) {
			return NdArray.of(bytes);
		}
		return (argument instanceof ByteBuffer buffer) ? NdArray.of("|u1", buffer) : null;
	}

	private static @Nullable Object[] inFiles(String function, @Nullable Object[] arguments, CallFiles files,
			long threshold) {
		@Nullable Object[] changed = Arrays.copyOf(arguments, arguments.length, Object[].class);
		for (int i = 0; i < arguments.length; i++) {
			NdArray content = content(arguments[i]);
			if (content != null && content.byteSize() >= threshold) {
				FilePart part = files.write(content, "argument " + (i + 1) + " of function '" + function + "'");
				if (part != null) {
					changed[i] = (arguments[i] instanceof NumberArray array) ? new NumberArray(array.array(), part)
							: part;
				}
			}
		}
		return changed;
	}

	/**
	 * What a call is made with.
	 *
	 * @param arguments the arguments in their forms
	 * @param needed the features that its worker has to have named
	 * @param files the files that it lends, which are to be ended with it
	 */
	record Prepared(@Nullable Object[] arguments, Set<String> needed, CallFiles files) {
	}

}
