package io.multifrost.sample.interop;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;

import tools.jackson.databind.json.JsonMapper;

import io.multifrost.ProtocolVersion;
import io.multifrost.registry.FileServiceRegistry;

/**
 * The Java parent as a program, started as those of the other languages are:
 * {@code CASES PROTOCOL spawn COMMAND...} or {@code CASES PROTOCOL connect SERVICE_ID}.
 */
public final class InteropParent {

	private InteropParent() {
	}

	public static void main(String[] args) {
		PrintStream results = System.out;
		System.setOut(System.err); // where the log belongs here
		List<String> rest = List.of(args).subList(3, args.length);
		Target target = "spawn".equals(args[2]) ? new SpawnTarget(rest)
				: new ServiceTarget(rest.get(0), FileServiceRegistry.standard());
		ProtocolVersion protocol = "4".equals(args[1]) ? ProtocolVersion.V4 : ProtocolVersion.V3;
		new ParentCases(InteropCases.read(Path.of(args[0])), "java", target, protocol).run(true,
				(result) -> results.println(JsonMapper.shared().writeValueAsString(result)));
	}

}
