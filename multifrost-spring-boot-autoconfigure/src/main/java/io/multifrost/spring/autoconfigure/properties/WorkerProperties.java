package io.multifrost.spring.autoconfigure.properties;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * Properties of this application as a worker, which serves its own beans.
 */
public final class WorkerProperties {

	/**
	 * Namespace of the functions that are served, where the bean names none.
	 */
	private String namespace = "default";

	/**
	 * Number of functions that may run at once; by default that of processors, and at
	 * least 4.
	 */
	private @Nullable Integer concurrency;

	/**
	 * Number of calls that may wait while all threads are busy.
	 */
	private @Nullable Integer queueCapacity;

	/**
	 * Time that functions may take to finish when the worker ends.
	 */
	private @Nullable Duration drainTimeout;

	/**
	 * Whether the thread of a function is interrupted at the deadline of its call, or
	 * when its caller gives the call up.
	 */
	private boolean interruptFunctions;

	/**
	 * Whether a service ends when a parent asks it to, which whoever can connect to it
	 * can do.
	 */
	private boolean allowShutdown;

	/**
	 * Id under which parents find this application's beans as a service, where the bean
	 * names none; without any id they are served only to a parent that started this
	 * application.
	 */
	private @Nullable String serviceId;

	/**
	 * Address at which services listen; other machines can reach any but a loopback
	 * address, and nothing protects it.
	 */
	private String bindAddress = "127.0.0.1";

	/**
	 * Ports of which a service takes the first that is free, for example 5000-5999.
	 */
	private @Nullable String portRange;

	/**
	 * Whether what functions print goes to the parent that called, instead of to this
	 * application's own output.
	 */
	private boolean forwardOutput;

	/**
	 * Return the namespace of the functions that are served, where the bean names none.
	 * @return the namespace
	 */
	public String getNamespace() {
		return this.namespace;
	}

	/**
	 * Set the namespace of the functions that are served, where the bean names none.
	 * @param namespace the namespace
	 */
	public void setNamespace(String namespace) {
		this.namespace = namespace;
	}

	/**
	 * Return the number of functions that may run at once; by default that of processors,
	 * and at least 4.
	 * @return the concurrency
	 */
	public @Nullable Integer getConcurrency() {
		return this.concurrency;
	}

	/**
	 * Set the number of functions that may run at once; by default that of processors,
	 * and at least 4.
	 * @param concurrency the concurrency
	 */
	public void setConcurrency(@Nullable Integer concurrency) {
		this.concurrency = concurrency;
	}

	/**
	 * Return the number of calls that may wait while all threads are busy.
	 * @return the queue capacity
	 */
	public @Nullable Integer getQueueCapacity() {
		return this.queueCapacity;
	}

	/**
	 * Set the number of calls that may wait while all threads are busy.
	 * @param queueCapacity the queue capacity
	 */
	public void setQueueCapacity(@Nullable Integer queueCapacity) {
		this.queueCapacity = queueCapacity;
	}

	/**
	 * Return the time that functions may take to finish when the worker ends.
	 * @return the drain timeout
	 */
	public @Nullable Duration getDrainTimeout() {
		return this.drainTimeout;
	}

	/**
	 * Set the time that functions may take to finish when the worker ends.
	 * @param drainTimeout the drain timeout
	 */
	public void setDrainTimeout(@Nullable Duration drainTimeout) {
		this.drainTimeout = drainTimeout;
	}

	/**
	 * Return whether the thread of a function is interrupted at the deadline of its call,
	 * or when its caller gives the call up.
	 * @return whether it is so
	 */
	public boolean isInterruptFunctions() {
		return this.interruptFunctions;
	}

	/**
	 * Set whether the thread of a function is interrupted at the deadline of its call, or
	 * when its caller gives the call up.
	 * @param interruptFunctions whether it is so
	 */
	public void setInterruptFunctions(boolean interruptFunctions) {
		this.interruptFunctions = interruptFunctions;
	}

	/**
	 * Return whether a service ends when a parent asks it to, which whoever can connect
	 * to it can do.
	 * @return whether it is so
	 */
	public boolean isAllowShutdown() {
		return this.allowShutdown;
	}

	/**
	 * Set whether a service ends when a parent asks it to, which whoever can connect to
	 * it can do.
	 * @param allowShutdown whether it is so
	 */
	public void setAllowShutdown(boolean allowShutdown) {
		this.allowShutdown = allowShutdown;
	}

	/**
	 * Return the id under which parents find this application's beans as a service, where
	 * the bean names none; without any id they are served only to a parent that started
	 * this application.
	 * @return the service id
	 */
	public @Nullable String getServiceId() {
		return this.serviceId;
	}

	/**
	 * Set the id under which parents find this application's beans as a service, where
	 * the bean names none; without any id they are served only to a parent that started
	 * this application.
	 * @param serviceId the service id
	 */
	public void setServiceId(@Nullable String serviceId) {
		this.serviceId = serviceId;
	}

	/**
	 * Return the address at which services listen; other machines can reach any but a
	 * loopback address, and nothing protects it.
	 * @return the bind address
	 */
	public String getBindAddress() {
		return this.bindAddress;
	}

	/**
	 * Set the address at which services listen; other machines can reach any but a
	 * loopback address, and nothing protects it.
	 * @param bindAddress the bind address
	 */
	public void setBindAddress(String bindAddress) {
		this.bindAddress = bindAddress;
	}

	/**
	 * Return the ports of which a service takes the first that is free, for example
	 * 5000-5999.
	 * @return the port range
	 */
	public @Nullable String getPortRange() {
		return this.portRange;
	}

	/**
	 * Set the ports of which a service takes the first that is free, for example
	 * 5000-5999.
	 * @param portRange the port range
	 */
	public void setPortRange(@Nullable String portRange) {
		this.portRange = portRange;
	}

	/**
	 * Return whether what functions print goes to the parent that called, instead of to
	 * this application's own output.
	 * @return whether it is so
	 */
	public boolean isForwardOutput() {
		return this.forwardOutput;
	}

	/**
	 * Set whether what functions print goes to the parent that called, instead of to this
	 * application's own output.
	 * @param forwardOutput whether it is so
	 */
	public void setForwardOutput(boolean forwardOutput) {
		this.forwardOutput = forwardOutput;
	}

}
