package io.multifrost.parent;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

import io.multifrost.internal.callback.OutputHandler;
import io.multifrost.internal.callback.OutputLog;

/**
 * Collects who is told of what happens to a worker.
 *
 * @param <B> the type of the builder
 */
abstract class ListeningBuilder<B extends ListeningBuilder<B>> {

	private final List<ParentWorkerListener> listeners = new ArrayList<>();

	private boolean stdoutHandled;

	private boolean stderrHandled;

	final List<MessageInspector> messageInspectors = new ArrayList<>();

	final List<ProgressListener> progressListeners = new ArrayList<>();

	abstract B self();

	/**
	 * Handle what the worker writes to its standard output, instead of logging it.
	 * @param handler takes a line
	 * @return this builder
	 */
	public B onStdout(Consumer<String> handler) {
		this.stdoutHandled = true;
		return listener(new OutputHandler(false, handler));
	}

	/**
	 * Handle what the worker writes to its standard error, instead of logging it.
	 * @param handler takes a line
	 * @return this builder
	 */
	public B onStderr(Consumer<String> handler) {
		this.stderrHandled = true;
		return listener(new OutputHandler(true, handler));
	}

	/**
	 * Add a listener that is told of the worker's life.
	 * @param listener a listener
	 * @return this builder
	 */
	public B listener(ParentWorkerListener listener) {
		this.listeners.add(listener);
		return self();
	}

	/**
	 * Add an inspector that sees each message to the worker and from it, beside the
	 * calls.
	 * @param inspector an inspector
	 * @return this builder
	 */
	public B messageInspector(MessageInspector inspector) {
		this.messageInspectors.add(inspector);
		return self();
	}

	/**
	 * Add a listener that is told how far each call is.
	 * @param listener a listener
	 * @return this builder
	 */
	public B progressListener(ProgressListener listener) {
		this.progressListeners.add(listener);
		return self();
	}

	/**
	 * Return the listeners, and last what logs the output that nobody else handles.
	 */
	List<ParentWorkerListener> listeners() {
		List<ParentWorkerListener> told = new ArrayList<>(this.listeners);
		told.add(new OutputLog(!this.stdoutHandled, !this.stderrHandled));
		return List.copyOf(told);
	}

}
