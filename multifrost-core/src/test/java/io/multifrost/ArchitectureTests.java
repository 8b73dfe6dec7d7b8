package io.multifrost;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import org.junit.jupiter.api.Test;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

/**
 * The rules that keep the packages small, apart, and free of frameworks.
 */
class ArchitectureTests {

	private static final String ROOT = "io.multifrost";

	private static final String INTERNAL = "io.multifrost.internal";

	private static final String MESSAGE = "io.multifrost.message..";

	private static final String TRANSPORT = "io.multifrost.internal.transport..";

	private static final String PROCESS = "io.multifrost.process..";

	private static final String REGISTRY = "io.multifrost.registry..";

	private static final String PARENT = "io.multifrost.parent..";

	private static final String CHILD = "io.multifrost.child..";

	private static final JavaClasses CORE = new ClassFileImporter()
		.withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
		.importPackages(ROOT);

	@Test
	void everyPackageHasItsRules() {
		check(classes().that()
			.resideInAPackage("io.multifrost..")
			.should()
			.resideInAnyPackage(ROOT, INTERNAL, MESSAGE, TRANSPORT, PROCESS, REGISTRY, PARENT, CHILD)
			.because("a new package needs a decision on what it may use, and a test of it here"));
	}

	@Test
	void packagesAreFreeOfCycles() {
		check(slices().matching("io.multifrost.(**)").should().beFreeOfCycles().allowEmptyShould(true));
	}

	@Test
	void rootUsesNoOtherPackage() {
		check(usesOnly(ROOT));
	}

	@Test
	void internalUsesNoOtherPackage() {
		check(usesOnly(INTERNAL));
	}

	@Test
	void messageUsesRootAlone() {
		check(usesOnly(MESSAGE, ROOT));
	}

	@Test
	void transportUsesRootAndMessage() {
		check(usesOnly(TRANSPORT, ROOT, MESSAGE));
	}

	@Test
	void processUsesRootAlone() {
		check(usesOnly(PROCESS, ROOT));
	}

	@Test
	void registryUsesRootAlone() {
		check(usesOnly(REGISTRY, ROOT));
	}

	@Test
	void parentUsesEverythingButChild() {
		check(usesOnly(PARENT, ROOT, MESSAGE, TRANSPORT, PROCESS, REGISTRY));
	}

	@Test
	void childUsesNeitherProcessNorParent() {
		check(usesOnly(CHILD, ROOT, MESSAGE, TRANSPORT, REGISTRY));
	}

	@Test
	void onlyTransportKnowsZeroMq() {
		check(noClasses().that()
			.resideOutsideOfPackage(TRANSPORT)
			.should()
			.dependOnClassesThat()
			.resideInAnyPackage("org.zeromq..", "zmq.."));
	}

	@Test
	void msgpackIsForTestsAlone() {
		check(noClasses().should().dependOnClassesThat().resideInAPackage("org.msgpack.."));
	}

	@Test
	void coreKnowsNoFramework() {
		check(noClasses().should()
			.dependOnClassesThat()
			.resideInAnyPackage("org.springframework..", "io.github.resilience4j..", "io.micrometer.."));
	}

	private static ArchRule usesOnly(String owner, String... others) {
		// A rule may be older than its package, and has nothing to check until then
		return noClasses().that()
			.resideInAPackage(owner)
			.should()
			.dependOnClassesThat(resideInAPackage("io.multifrost..")
				.and(not(resideInAnyPackage(owner, INTERNAL).or(resideInAnyPackage(others)))))
			.allowEmptyShould(true);
	}

	private static void check(ArchRule rule) {
		rule.check(CORE);
	}

}
