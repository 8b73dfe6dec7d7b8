package io.multifrost.internal.process;

import java.util.Map;
import java.util.TreeMap;

import org.assertj.core.api.MapAssert;
import org.junit.jupiter.api.Test;

import io.multifrost.process.InheritedEnvironment;
import io.multifrost.process.WorkerProcess;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link InheritedEnvironment}.
 */
class InheritedEnvironmentTests {

	@Test
	void whatIsMeantForThisApplicationAloneIsNotInherited() {
		assertInherited(InheritedEnvironment.ALL, Map.of("PATH", "/bin", "SPRING_PROFILES_ACTIVE", "prod",
				"MULTIFROST_WORKER_SERVICEID", "me", "MULTIFROST_SECRET", "mine", "TOKEN", "t"))
			.isEqualTo(Map.of("PATH", "/bin", "TOKEN", "t"));
	}

	@Test
	void whatHoldsForAllProcessesBelowIsHandedOn() {
		Map<String, String> handedOn = Map.of("MULTIFROST_HOME", "/srv", "MULTIFROST_SPAWN_CHAIN", "a.B",
				"MULTIFROST_PROCESS_MARK", "m");
		for (InheritedEnvironment inherited : InheritedEnvironment.values()) {
			assertInherited(inherited, handedOn).isEqualTo(handedOn);
		}
	}

	@Test
	void minimalIsWhatProgramsNeedToRunAtAll() {
		assertInherited(InheritedEnvironment.MINIMAL, Map.of("PATH", "/bin", "HOME", "/home/me", "LC_ALL", "C.UTF-8",
				"SystemRoot", "C:\\Windows", "TOKEN", "t", "JAVA_TOOL_OPTIONS", "-Xmx1g"))
			.containsOnlyKeys("PATH", "HOME", "LC_ALL", "SystemRoot");
	}

	@Test
	void agentsDebuggerAndJmxAreKeptFromWorkersAndOtherOptionsAreNot() {
		assertInherited(InheritedEnvironment.ALL,
				Map.of("JAVA_TOOL_OPTIONS", "-Xmx1g -agentlib:jdwp=transport=dt_socket,server=y,address=*:5005 "
						+ "'-javaagent:/opt/an agent.jar=a b' -Da=\"b  c\" -Dcom.sun.management.jmxremote.port=9010",
						"JDK_JAVA_OPTIONS", " -Dspring.profiles.active=prod ", "_JAVA_OPTIONS", "-Xdebug  -Xss1m"))
			.isEqualTo(Map.of("JAVA_TOOL_OPTIONS", "-Xmx1g -Da=\"b  c\"", "_JAVA_OPTIONS", "-Xss1m"));
	}

	@Test
	void harmlessOptionsStayAsTheyAre() {
		Map<String, String> options = Map.of("JAVA_TOOL_OPTIONS", "-Xmx1g   \"-Da=-javaagent:x\" it's");
		assertInherited(InheritedEnvironment.ALL, options).isEqualTo(options);
	}

	@Test
	void whatIsNamedForTheWorkerReachesIt() {
		RecordedOutput output = new RecordedOutput();
		WorkerProcess process = TestProcesses
			.launch(TestProcesses.shell("echo $SPRING_PROFILES_ACTIVE ${JAVA_HOME-none} $MULTIFROST_SECRET")
				.withInheritedEnvironment(InheritedEnvironment.MINIMAL)
				.withEnvironment(Map.of("SPRING_PROFILES_ACTIVE", "worker", "MULTIFROST_SECRET", "s")), output);
		TestProcesses.awaitExit(process);
		assertThat(output.standard()).containsExactly("worker none s");
	}

	private static MapAssert<String, String> assertInherited(InheritedEnvironment inherited, Map<String, String> own) {
		Map<String, String> environment = new TreeMap<>(own);
		InheritedVariables.retain(inherited, environment);
		return assertThat(environment);
	}

}
