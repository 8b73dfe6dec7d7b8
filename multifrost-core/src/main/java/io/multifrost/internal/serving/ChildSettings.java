package io.multifrost.internal.serving;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import io.multifrost.CodecLimits;
import io.multifrost.child.FunctionInterceptor;
import io.multifrost.internal.attachment.Attachment;
import io.multifrost.internal.attachment.BindAddress;
import io.multifrost.internal.attachment.ParentAttachment;
import io.multifrost.internal.attachment.PortRange;
import io.multifrost.internal.attachment.ServiceAttachment;
import io.multifrost.internal.attachment.SpawnEnvironment;
import io.multifrost.internal.jeromq.curve.SocketSecurity;
import io.multifrost.internal.value.JacksonMapper;
import io.multifrost.registry.ServiceRegistry;

/**
 * What a builder has collected for one worker.
 *
 * @param port the port of the parent, or {@code null} to read it from the environment
 * @param serviceId the id under which the worker is found where no parent has started it,
 * or {@code null} if it is none
 * @param registry where it is registered, asked when it is
 * @param bindAddress the address at which it listens then
 * @param ports the ports at which it may listen
 * @param security by which keys it and its parents know each other then
 * @param concurrency how many functions may run at once
 * @param queueCapacity how many calls of one parent may wait for a thread
 * @param drainTimeout how long functions may take to finish when the worker is closed
 * @param interruptFunctions whether functions are interrupted when nobody waits for them
 * any more
 * @param allowShutdown whether a service ends when a parent asks for it
 * @param forwardOutput whether what functions print goes to their caller
 * @param interceptors what stands around each function, outermost first
 * @param limits what messages may hold
 * @param mapper converts records and beans
 */
public record ChildSettings(@Nullable Integer port, @Nullable String serviceId, Supplier<ServiceRegistry> registry,
		String bindAddress, PortRange ports, SocketSecurity security, int concurrency, int queueCapacity,
		Duration drainTimeout, boolean interruptFunctions, boolean allowShutdown, boolean forwardOutput,
		List<FunctionInterceptor> interceptors, CodecLimits limits, JacksonMapper mapper) {

	/**
	 * Choose how the worker is reached: by the parent that started it, if one did.
	 * @param environment the environment of this process
	 * @param onParentGone told when that parent has gone
	 * @return an attachment that is not open yet
	 * @throws IllegalStateException if no parent started it and it has no service id
	 */
	public Attachment attachment(Map<String, String> environment, Runnable onParentGone) {
		if (this.port != null) {
			return new ParentAttachment(this.port, onParentGone);
		}
		if (this.serviceId == null || SpawnEnvironment.isSpawned(environment)) {
			return new ParentAttachment(SpawnEnvironment.port(environment), onParentGone);
		}
		return new ServiceAttachment(this.serviceId, this.registry.get(), this.bindAddress, this.ports, this.security);
	}

	/**
	 * Return whether all parents of the worker run on this machine, and so have the same
	 * clock.
	 */
	boolean localParents() {
		return this.port != null || this.serviceId == null || BindAddress.isLocal(this.bindAddress)
				|| SpawnEnvironment.isSpawned(System.getenv());
	}

}
