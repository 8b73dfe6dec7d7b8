package io.multifrost.child;

import java.lang.reflect.Type;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;

import org.jspecify.annotations.Nullable;

/**
 * Lets functions of a {@link ChildWorker} return and take streams of items in a type of
 * their own, for example a reactive one. {@link Flow.Publisher}, {@link java.util.stream
 * streams}, iterators and {@link java.io.InputStream} need none. May be called by several
 * threads at once.
 */
public interface StreamAdapter {

	/**
	 * Look at a type that a function returns or takes.
	 * @param type the type
	 * @return the type of one item, or {@code null} if the type is no stream of this
	 * adapter's
	 */
	@Nullable Type itemType(Type type);

	/**
	 * Turn what a function has returned into what is sent. Called within all
	 * {@linkplain FunctionInterceptor interceptors}.
	 * @param result what the function has returned
	 * @return a {@link Flow.Publisher} whose items are sent one by one, a
	 * {@link CompletionStage} that gives the result later, or the result itself if it is
	 * not this adapter's
	 */
	Object adaptResult(Object result);

	/**
	 * Make an argument.
	 * @param items the items, which one subscriber gets as it requests them
	 * @param type the type of the parameter, of which {@link #itemType} has named the
	 * items
	 * @return the argument
	 */
	Object adaptArgument(Flow.Publisher<Object> items, Type type);

}
