package io.multifrost.internal.kotlin;

import java.lang.reflect.InvocationTargetException;
import java.util.concurrent.CompletableFuture;

import kotlin.Unit;
import kotlin.coroutines.Continuation;
import kotlin.coroutines.intrinsics.IntrinsicsKt;
import kotlin.jvm.JvmInline;
import kotlinx.coroutines.CoroutineStart;
import kotlinx.coroutines.Dispatchers;
import kotlinx.coroutines.GlobalScope;
import kotlinx.coroutines.future.FutureKt;
import org.jspecify.annotations.Nullable;

/**
 * Calls {@code suspend} functions, and stands for them. To be used only where
 * {@link KotlinMethods#hasCoroutines() coroutines are there}.
 */
public final class Coroutines {

	private Coroutines() {
	}

	/**
	 * Have a coroutine wait for a result, as the last thing that a {@code suspend}
	 * function does.
	 * @param result the result, which is given up when the coroutine is cancelled
	 * @param nothing whether the function returns nothing
	 * @param continuation the last argument of the function
	 * @return what the function has to return
	 */
	public static @Nullable Object await(CompletableFuture<Object> result, boolean nothing, Object continuation) {
		@SuppressWarnings("unchecked")
		Continuation<Object> waiting = (Continuation<Object>) continuation;
		Object returned = FutureKt.await(nothing ? unit(result) : result, waiting);
		Object suspended = IntrinsicsKt.getCOROUTINE_SUSPENDED();
		if (returned != suspended && isValueClass(returned)) {
			// A value class is returned without its box but resumed with it, by rules
			// that only the compiler knows.
			IntrinsicsKt.intercepted(waiting).resumeWith(returned);
			return suspended;
		}
		return returned;
	}

	private static CompletableFuture<Object> unit(CompletableFuture<Object> result) {
		CompletableFuture<Object> unit = result.thenApply((nothing) -> Unit.INSTANCE);
		unit.whenComplete((returned, failure) -> {
			if (unit.isCancelled()) {
				result.cancel(false);
			}
		});
		return unit;
	}

	private static boolean isValueClass(@Nullable Object value) {
		return value != null && value.getClass().isAnnotationPresent(JvmInline.class);
	}

	/**
	 * Begin to run a {@code suspend} function on this thread. What follows a wait runs on
	 * threads of its own: whoever ends the wait may be another call's function, or the
	 * I/O thread.
	 * @param function calls it
	 * @return its result; whoever completes it cancels the coroutine
	 */
	public static CompletableFuture<Object> start(Function function) {
		return FutureKt.future(GlobalScope.INSTANCE, Dispatchers.getDefault(), CoroutineStart.UNDISPATCHED,
				(scope, continuation) -> call(function, continuation));
	}

	private static @Nullable Object call(Function function, Object continuation) {
		try {
			return function.call(continuation);
		}
		catch (InvocationTargetException ex) {
			throw Coroutines.<RuntimeException>sneaky((ex.getCause() != null) ? ex.getCause() : ex);
		}
		catch (ReflectiveOperationException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * Kotlin knows no checked exceptions.
	 */
	@SuppressWarnings("unchecked")
	private static <T extends Throwable> T sneaky(Throwable failure) throws T {
		throw (T) failure;
	}

	/**
	 * Return what nothing is for Java.
	 */
	public static @Nullable Object withoutUnit(@Nullable Object result) {
		return (result == Unit.INSTANCE) ? null : result;
	}

	/**
	 * Calls a function.
	 */
	@FunctionalInterface
	public interface Function {

		/**
		 * Call it.
		 * @param continuation its last argument
		 * @return what it returns
		 */
		@Nullable Object call(Object continuation) throws ReflectiveOperationException;

	}

}
