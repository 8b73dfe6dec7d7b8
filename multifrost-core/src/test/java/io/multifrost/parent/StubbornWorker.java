package io.multifrost.parent;

import java.util.concurrent.CountDownLatch;

import io.multifrost.child.ChildWorker;

/**
 * A worker program that does not end when it is asked to.
 */
public class StubbornWorker {

	public static void main(String[] args) throws InterruptedException {
		ChildWorker.serving(new StubbornWorker()).build().start();
		new CountDownLatch(1).await();
	}

	public String name() {
		return "stubborn";
	}

}
