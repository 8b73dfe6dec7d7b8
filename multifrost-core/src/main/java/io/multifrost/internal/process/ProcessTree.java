package io.multifrost.internal.process;

import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A process and all that it started. Children whose parent dies get another parent and
 * are no longer found from here, so they are remembered before.
 * <p>
 * A process id may be used again after its process has gone. A {@link ProcessHandle}
 * compares the start time too, in {@code equals}, {@code isAlive} and {@code destroy}, so
 * that a handle which was remembered never stands for another process.
 *
 * @param root the process
 * @param mark what it and its children bear
 * @param remembered those that it has started
 */
record ProcessTree(ProcessHandle root, ProcessMark mark, Set<ProcessHandle> remembered) {

	private static final Logger logger = LoggerFactory.getLogger(ProcessTree.class);

	ProcessTree(ProcessHandle root, ProcessMark mark) {
		this(root, mark, ConcurrentHashMap.newKeySet());
	}

	/**
	 * Remember the processes that the root has started, directly or not.
	 */
	void remember() {
		List<ProcessHandle> descendants = this.root.descendants().toList();
		if (this.root.isAlive()) { // else they could be those of a later owner of the id
			this.remembered.addAll(descendants);
		}
	}

	/**
	 * End the root, its descendants, the remembered ones with theirs, and those that bear
	 * the mark of the root.
	 */
	void kill() {
		remember();
		kill(this.root);
		this.remembered.forEach(ProcessTree::kill);
		this.mark.bearers().forEach(ProcessTree::kill);
		this.remembered.removeIf((process) -> !process.isAlive());
	}

	/**
	 * Return whether a process runs that bears the mark of the root.
	 * @return whether there is one, the root itself included
	 */
	boolean hasMarked() {
		return !this.mark.bearers().isEmpty();
	}

	// Parents first, so that they start no others; children are looked up right before.
	private static void kill(ProcessHandle process) {
		List<ProcessHandle> children = process.children().toList();
		if (!process.isAlive()) {
			return;
		}
		if (!process.destroyForcibly() && process.isAlive()) {
			logger.warn("Process {} could not be killed", process.pid());
		}
		children.forEach(ProcessTree::kill);
	}

}
