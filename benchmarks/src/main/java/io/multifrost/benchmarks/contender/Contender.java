package io.multifrost.benchmarks.contender;

import java.io.IOException;

import io.multifrost.benchmarks.load.AsyncCalls;
import io.multifrost.benchmarks.load.BlockingCalls;
import io.multifrost.benchmarks.load.Load;
import io.multifrost.benchmarks.load.Measurable;
import io.multifrost.benchmarks.load.Measurement;
import io.multifrost.benchmarks.load.StreamMeasurement;
import io.multifrost.benchmarks.load.ThreadsLoad;
import io.multifrost.benchmarks.load.WindowLoad;
import io.multifrost.benchmarks.load.WorkerAllocation;
import io.multifrost.benchmarks.model.Shape;

/**
 * One way to call functions in another process. It has started its worker when it is
 * made.
 */
interface Contender extends AutoCloseable {

	/**
	 * Return calls that wait, for one more thread.
	 * @return a connection, which may be shared
	 * @throws Exception if there is no connection
	 */
	BlockingCalls blocking() throws Exception;

	/**
	 * Return calls that do not wait.
	 * @return a connection
	 */
	default AsyncCalls async() {
		throw new UnsupportedOperationException(getClass().getSimpleName() + " has no calls that do not wait");
	}

	/**
	 * Return what measures a shape.
	 * @param shape the shape
	 * @return a measurement, to be closed
	 * @throws Exception if there is no connection
	 */
	default Measurable measure(Shape shape) throws Exception {
		return (shape.kind() == Shape.Kind.STREAM) ? new StreamMeasurement(blocking(), allocation())
				: new Measurement(load(shape), allocation());
	}

	/**
	 * Return a load of a shape.
	 * @param shape the shape
	 * @return the load
	 * @throws Exception if there is no connection
	 */
	default Load load(Shape shape) throws Exception {
		return switch (shape.kind()) {
			case SEQUENTIAL, THREADS -> ThreadsLoad.adding(shape.size(), this::blocking);
			case IN_FLIGHT -> new WindowLoad(shape.size(), async());
			case PAYLOAD -> ThreadsLoad.bytes(shape.size(), blocking());
			case ARRAY -> ThreadsLoad.array(shape.size(), blocking());
			case PAYLOAD_LIST -> ThreadsLoad.numbers(shape.size(), blocking());
			default ->
				throw new IllegalArgumentException(getClass().getSimpleName() + " is not measured with " + shape);
		};
	}

	/**
	 * Return what tells the worker's allocation.
	 * @return asks the worker
	 */
	default WorkerAllocation allocation() {
		return WorkerAllocation.UNKNOWN;
	}

	@Override
	void close() throws IOException;

}
