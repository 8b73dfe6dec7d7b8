package io.multifrost.spring.autoconfigure.properties;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationPropertiesSource;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.StringUtils;
import org.springframework.util.unit.DataSize;

import io.multifrost.Compression;
import io.multifrost.ProtocolVersion;
import io.multifrost.parent.ParentWorkerBuilder.WhileRestarting;
import io.multifrost.process.InheritedEnvironment;

/**
 * Properties of one worker that this application calls. A worker is started (a script, a
 * main class, or an executable alone), or runs by itself and is connected to (a service
 * id or an endpoint). The metadata of a property has the first text here whose name
 * begins with the property's.
 *
 * @param enabled Whether the worker exists in this application; if not, neither do the
 * clients that call it.
 * @param required Whether the application is ready only while the worker is: its health
 * then counts for the health group "readiness".
 * @param script Script or program to run, relative to the directory of the worker.
 * @param executable Program that runs the script, for example python3; or, without a
 * script, the worker itself.
 * @param python Python module or script whose functions are served; nothing else is
 * needed to run it.
 * @param mainClass Main class of a Java worker on the class path of this application, to
 * be run by the same Java.
 * @param jvmOptions Options of the JVM of a Java worker, for example -Xmx256m.
 * @param arguments Arguments on the command line of the worker.
 * @param directory Directory in which the worker runs.
 * @param environment Variables that are added to the environment of the worker.
 * @param inheritEnvironment What the worker takes over from the environment of this
 * application: all but what is meant for the application alone (SPRING_*, MULTIFROST_*,
 * agents, debugger and JMX), or minimal, which is what programs need to run at all.
 * @param serviceId Id of a running service to connect to, which is looked up in the
 * service registry.
 * @param endpoint Address of a running worker to connect to, for example
 * tcp://127.0.0.1:5000; all addresses of a host name that has several.
 * @param instances Number of processes of a worker, or of connections to each instance of
 * a service; by default multifrost.defaults.instances.
 * @param instancesAt Addresses of several running instances of a worker, for example
 * tcp://10.0.0.1:5000; calls are spread over those that answer.
 * @param serverKey Public key of a service, by which it shows who it is; by default the
 * one that the registry has, if any. With none, the service is talked to in clear though
 * this application has a key.
 * @param autoRestart Whether a spawned worker that dies, or no longer answers, is started
 * again; by default multifrost.defaults.auto-restart.
 * @param whileRestarting What happens to calls while a lost worker is restarted or looked
 * for: they fail, or wait as long as their own timeout and recovery-wait allow; by
 * default multifrost.defaults.while-restarting.
 * @param recoveryWait Time that a call waits for a worker that was lost, before it fails;
 * zero means not at all, unless while-restarting is wait; by default
 * multifrost.defaults.recovery-wait.
 * @param maxCalls Number of calls after which a process is replaced by a fresh one; zero
 * means any number; by default multifrost.defaults.max-calls.
 * @param maxAge Age at which a process is replaced by a fresh one; zero means any age; by
 * default multifrost.defaults.max-age.
 * @param drainTimeout Time that a process that was replaced may take to finish its calls,
 * before it is stopped; by default multifrost.defaults.drain-timeout.
 * @param autoStartup Whether the worker is started together with the application, unless
 * a test has replaced all clients that call it; by default
 * multifrost.defaults.auto-startup.
 * @param clientCheck What becomes of clients whose methods do not fit the functions that
 * the worker describes: the start fails, a warning tells of them, or nobody looks; only a
 * warning where the worker comes up later; by default multifrost.defaults.client-check.
 * @param protocol Version of the wire protocol in which calls are sent; by default
 * multifrost.defaults.protocol.
 * @param namespace Namespace in which functions are called; by default
 * multifrost.defaults.namespace.
 * @param clientName Name that calls carry for the worker to see; by default
 * multifrost.defaults.client-name.
 * @param callTimeout Time that a call may take; zero means without limit; by default
 * multifrost.defaults.call-timeout.
 * @param itemTimeout Time that the reader of a stream waits for its next item; zero means
 * without limit; by default multifrost.defaults.item-timeout.
 * @param startTimeout Time that a worker may take from its start to its first answer; by
 * default multifrost.defaults.start-timeout.
 * @param stopTimeout Time that a worker may take to finish what runs when it is stopped,
 * before it is terminated; by default multifrost.defaults.stop-timeout.
 * @param maxInFlight Number of calls that may wait for an answer at once; a call beyond
 * that is refused; by default multifrost.defaults.max-in-flight.
 * @param maxQueueSize Size of the messages that may wait to be sent to a worker that does
 * not read; a call beyond that is refused; by default multifrost.defaults.max-queue-size.
 * @param compression How arguments and results are compressed where the worker runs on
 * another machine; zstd needs com.github.luben:zstd-jni; by default
 * multifrost.defaults.compression.
 * @param compressionThreshold Size above which a value is compressed; by default
 * multifrost.defaults.compression-threshold.
 * @param filesThreshold Size from which on arrays of numbers and bytes are in a file that
 * is shared with a spawned worker, instead of in a message; zero means never; by default
 * multifrost.defaults.files-threshold.
 * @param restart How often and how soon a lost worker is started again.
 * @param heartbeat How it is found out that a worker no longer answers.
 * @param circuitBreaker When calls of a worker that fails are refused without being sent.
 * @param limits Limits of what messages may hold.
 */
@ConfigurationPropertiesSource
public record ParentProperties(@DefaultValue("true") boolean enabled, boolean required, @Nullable String script,
		@Nullable String executable, @Nullable Python python, @Nullable String mainClass,
		@DefaultValue List<String> jvmOptions, @DefaultValue List<String> arguments, @Nullable String directory,
		@DefaultValue Map<String, String> environment, @DefaultValue("all") InheritedEnvironment inheritEnvironment,
		@Nullable String serviceId, @Nullable String endpoint, @DefaultValue List<String> instancesAt,
		@Nullable String serverKey, @Nullable Boolean autoRestart, @Nullable WhileRestarting whileRestarting,
		@Nullable Duration recoveryWait, @Nullable Integer instances, @Nullable Long maxCalls,
		@Nullable Duration maxAge, @Nullable Duration drainTimeout, @Nullable Boolean autoStartup,
		@Nullable ClientCheck clientCheck, @Nullable ProtocolVersion protocol, @Nullable String namespace,
		@Nullable String clientName, @Nullable Duration callTimeout, @Nullable Duration itemTimeout,
		@Nullable Duration startTimeout, @Nullable Duration stopTimeout, @Nullable Integer maxInFlight,
		@Nullable DataSize maxQueueSize, @Nullable Compression compression, @Nullable DataSize compressionThreshold,
		@Nullable DataSize filesThreshold, @DefaultValue Restart restart, @DefaultValue Heartbeat heartbeat,
		@DefaultValue CircuitBreaker circuitBreaker, @DefaultValue Limits limits) {

	/**
	 * Those of a worker of which nothing is said.
	 */
	public static final ParentProperties NONE = MultifrostProperties.unset(ParentProperties.class);

	/**
	 * Take the properties. A text without content says nothing.
	 */
	public ParentProperties {
		script = textOrNull(script);
		executable = textOrNull(executable);
		mainClass = textOrNull(mainClass);
		directory = textOrNull(directory);
		serviceId = textOrNull(serviceId);
		endpoint = textOrNull(endpoint);
		serverKey = textOrNull(serverKey);
		// The names of its variables can still change
		environment = new LinkedHashMap<>(environment);
	}

	private static @Nullable String textOrNull(@Nullable String value) {
		return StringUtils.hasText(value) ? value : null;
	}

	/**
	 * Return whether the worker is connected to, and not started.
	 * @return whether it is so
	 */
	public boolean isConnected() {
		return this.serviceId != null || this.endpoint != null || !this.instancesAt.isEmpty();
	}

	/**
	 * A Python worker that serves plain functions. A location is a path, a file: URL or a
	 * classpath: resource.
	 *
	 * @param module Name of the module whose functions are served, as Python imports it.
	 * @param script Location of the file whose functions are served.
	 * @param object Object or class of the module whose methods are served.
	 * @param path Locations of folders in which modules are looked for first; by default
	 * classpath:workers/ and workers, where they are, for a module.
	 * @param requirements Packages that the worker needs: locations of requirements files
	 * (whose names end with .txt), or lines such as numpy>=2.
	 * @param version Version of Python, for example 3.12; by default any from 3.9.
	 * @param executable Interpreter; by default the first that fits.
	 * @param debug Port of 127.0.0.1 at which a debugger can attach, for which debugpy
	 * has to be among the requirements.
	 * @param reload Whether the worker is replaced by a new process whenever a Python
	 * file in its folders changes, for development; by default with Spring Boot DevTools
	 * alone, for folders that are not on the class path.
	 */
	public record Python(@Nullable String module, @Nullable String script, @Nullable String object,
			@DefaultValue List<String> path, @DefaultValue List<String> requirements, @Nullable String version,
			@Nullable String executable, @Nullable Integer debug, @Nullable Boolean reload) {

		/**
		 * Take the properties. A text without content says nothing.
		 */
		public Python {
			module = textOrNull(module);
			script = textOrNull(script);
			object = textOrNull(object);
			version = textOrNull(version);
			executable = textOrNull(executable);
		}

	}

	/**
	 * How often and how soon a spawned worker that was lost is started again.
	 *
	 * @param maxAttempts Number of attempts within the window before the worker is given
	 * up; by default multifrost.defaults.restart.max-attempts.
	 * @param window Time within which attempts count; by default
	 * multifrost.defaults.restart.window.
	 * @param initialBackoff Time before the first attempt, doubled with each that
	 * follows; by default multifrost.defaults.restart.initial-backoff.
	 * @param maxBackoff Longest time before an attempt; by default
	 * multifrost.defaults.restart.max-backoff.
	 * @param jitter Share of the time before an attempt, from 0 to 1, which chance takes
	 * off; by default multifrost.defaults.restart.jitter.
	 * @param stableUptime Time that a worker has to run for its earlier attempts to be
	 * forgiven; by default multifrost.defaults.restart.stable-uptime.
	 */
	public record Restart(@Nullable Integer maxAttempts, @Nullable Duration window, @Nullable Duration initialBackoff,
			@Nullable Duration maxBackoff, @Nullable Double jitter, @Nullable Duration stableUptime) {
	}

	/**
	 * How it is found out that a worker no longer answers.
	 *
	 * @param interval Time between two heartbeats; zero sends none; by default
	 * multifrost.defaults.heartbeat.interval.
	 * @param timeout Time that the answer to a heartbeat may take; by default
	 * multifrost.defaults.heartbeat.timeout.
	 * @param maxMisses Number of answers in a row that may be missing before the worker
	 * counts as unresponsive; by default multifrost.defaults.heartbeat.max-misses.
	 */
	public record Heartbeat(@Nullable Duration interval, @Nullable Duration timeout, @Nullable Integer maxMisses) {
	}

	/**
	 * When calls of a worker that fails are refused without being sent.
	 *
	 * @param enabled Whether the worker has a circuit breaker, where Resilience4j is
	 * there; by default multifrost.defaults.circuit-breaker.enabled.
	 * @param failureThreshold Number of failures in a row that open the breaker; by
	 * default multifrost.defaults.circuit-breaker.failure-threshold.
	 * @param waitDuration Time for which the breaker is open before a call or a heartbeat
	 * tries whether the worker is back; by default
	 * multifrost.defaults.circuit-breaker.wait-duration.
	 * @param recordRemoteErrors Whether errors that functions answer with count as
	 * failures; by default multifrost.defaults.circuit-breaker.record-remote-errors.
	 */
	public record CircuitBreaker(@Nullable Boolean enabled, @Nullable Integer failureThreshold,
			@Nullable Duration waitDuration, @Nullable Boolean recordRemoteErrors) {
	}

	/**
	 * Limits of what messages may hold, both those that are sent and those that arrive.
	 *
	 * @param maxMessageSize Size of one message; by default
	 * multifrost.defaults.limits.max-message-size.
	 * @param maxValueSize Size of one string or binary value; by default
	 * multifrost.defaults.limits.max-value-size.
	 * @param maxEntries Number of entries of one array or map; by default
	 * multifrost.defaults.limits.max-entries.
	 * @param maxDepth Number of levels of arrays and maps within each other; by default
	 * multifrost.defaults.limits.max-depth.
	 * @param maxFileSize Size of one value in a file that is shared with a spawned
	 * worker; by default multifrost.defaults.limits.max-file-size.
	 */
	public record Limits(@Nullable DataSize maxMessageSize, @Nullable DataSize maxValueSize,
			@Nullable Integer maxEntries, @Nullable Integer maxDepth, @Nullable DataSize maxFileSize) {
	}

}
