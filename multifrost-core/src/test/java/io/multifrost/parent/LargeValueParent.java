package io.multifrost.parent;

import io.multifrost.process.PythonWorker;
import io.multifrost.support.Python;

/**
 * A parent that waits for calls with large values until it is killed.
 */
final class LargeValueParent {

	private LargeValueParent() {
	}

	public static void main(String[] args) {
		double[] numbers = new double[300_000];
		ParentWorker java = LargeValueWorker.spawn().start();
		ParentWorker python = ParentWorker
			.spawn(PythonWorker.script(Python.peer("large_worker.py").toString())
				.executable(Python.executable().toString())
				.build())
			.start();
		var first = java.callAsync("hang", double[].class, numbers);
		var second = python.callAsync("hang", double[].class, numbers);
		java.call("twice", double[].class, numbers);
		python.call("twice", double[].class, numbers);
		System.out.println("ready");
		first.join();
		second.join();
	}

}
