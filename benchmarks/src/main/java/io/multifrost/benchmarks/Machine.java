package io.multifrost.benchmarks;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.stream.Stream;

import com.sun.management.OperatingSystemMXBean;
import io.grpc.ManagedChannel;
import org.springframework.boot.SpringBootVersion;
import org.zeromq.ZContext;

/**
 * What was measured on, and with which versions.
 */
final class Machine {

	private Machine() {
	}

	static List<String> describe() throws IOException {
		OperatingSystemMXBean system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
		String jdk = System.getProperty("java.vm.name") + " " + System.getProperty("java.runtime.version");
		return List.of("Day: " + LocalDate.now(),
				"Processor: " + processor() + ", " + system.getAvailableProcessors() + " cores to use",
				"Memory: " + (system.getTotalMemorySize() >> 30) + " GiB",
				"System: " + system.getName() + " " + system.getVersion() + " " + system.getArch(), "JDK: " + jdk,
				"Libraries: Spring Boot " + SpringBootVersion.getVersion() + ", JeroMQ " + version(ZContext.class)
						+ ", grpc-java " + version(ManagedChannel.class));
	}

	private static String version(Class<?> type) {
		String path = type.getProtectionDomain().getCodeSource().getLocation().getPath();
		return path.replaceAll(".*?-(\\d[^/]*)\\.jar", "$1");
	}

	private static String processor() throws IOException {
		Path info = Path.of("/proc/cpuinfo");
		if (!Files.exists(info)) {
			return System.getProperty("os.arch");
		}
		try (Stream<String> lines = Files.lines(info)) {
			return lines.filter((line) -> line.startsWith("model name"))
				.map((line) -> line.substring(line.indexOf(':') + 1).strip())
				.findFirst()
				.orElse(System.getProperty("os.arch"));
		}
	}

}
