package io.multifrost;

import java.util.Arrays;
import java.util.Set;
import java.util.stream.Stream;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import com.tngtech.archunit.lang.conditions.ArchConditions;
import org.junit.jupiter.api.Test;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
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

	private static final String[] PUBLIC = { ROOT, "io.multifrost.parent", "io.multifrost.child",
			"io.multifrost.process", "io.multifrost.registry", "io.multifrost.security" };

	private static final String INTERNAL = "io.multifrost.internal";

	private static final String ALL_INTERNAL = "io.multifrost.internal..";

	/**
	 * Where users come in: they put what is internal together, and nothing that is
	 * internal knows them. The bases of some, which users do not see, belong to them.
	 */
	private static final DescribedPredicate<JavaClass> DOORS = describe("doors",
			(type) -> Set
				.of("ParentWorker", "FunctionCalls", "ParentWorkerBuilder", "SpawningBuilder", "CallingBuilder",
						"MessageBuilder", "ChildWorker", "ChildWorkerBuilder", "AttachmentBuilder",
						"FileServiceRegistry", "CurveKeyPair")
				.contains(outermost(type).getSimpleName()));

	/** Its default is internal, and implements it. */
	private static final DescribedPredicate<JavaClass> LAUNCHER = describe("launcher",
			(type) -> type.getSimpleName().equals("WorkerLauncher"));

	private static final JavaClasses CORE = new ClassFileImporter()
		.withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
		.importPackages(ROOT);

	@Test
	void everyPackageHasItsRules() {
		check(classes().that()
			.resideInAPackage("io.multifrost..")
			.should()
			.resideInAnyPackage(
					Stream
						.concat(Arrays.stream(PUBLIC),
								Stream
									.of("", ".attachment", ".call", ".callback", ".client", ".command", ".compression",
											".discovery", ".jeromq", ".jeromq.curve", ".jeromq.frame", ".kotlin",
											".message", ".pool", ".process", ".python", ".registryfile", ".sendqueue",
											".serving", ".sharedfile", ".stream", ".supervision", ".value")
									.map(INTERNAL::concat))
						.toArray(String[]::new))
			.because("a new package needs a decision on what it may use, and a test of it here"));
	}

	@Test
	void packagesAreFreeOfCyclesBehindTheDoors() {
		JavaClasses behind = CORE.that(not(DOORS.or(LAUNCHER)));
		slices().matching("io.multifrost.(**)").should().beFreeOfCycles().check(behind);
	}

	@Test
	void nothingInternalKnowsTheDoors() {
		check(noClasses().that().resideInAPackage(ALL_INTERNAL).should().dependOnClassesThat(DOORS));
	}

	@Test
	void usersSeeNothingInternal() {
		ArchCondition<JavaClass> show = new ArchCondition<>("show what is internal") {

			@Override
			public void check(JavaClass type, ConditionEvents events) {
				Stream.of(type.getMethods().stream(), type.getConstructors().stream(), type.getFields().stream())
					.flatMap((members) -> members)
					.filter((member) -> isVisible(member.getModifiers()))
					.filter((member) -> member.getAllInvolvedRawTypes()
						.stream()
						.anyMatch((involved) -> involved.getPackageName().startsWith(INTERNAL)))
					.forEach((member) -> events.add(SimpleConditionEvent.satisfied(member, member.getFullName())));
			}

		};
		check(noClasses().that().resideInAnyPackage(PUBLIC).and().arePublic().should(show));
	}

	@Test
	void whatIsPublicIsForUsers() {
		check(classes().that()
			.resideInAnyPackage(PUBLIC)
			.should()
			.bePublic()
			.orShould(ArchConditions.have(describe("a public outer class",
					(type) -> outermost(type).getModifiers().contains(JavaModifier.PUBLIC))))
			.orShould(ArchConditions.have(describe("a public class that extends it",
					(type) -> type.getAllSubclasses()
						.stream()
						.anyMatch((extending) -> extending.getModifiers().contains(JavaModifier.PUBLIC)))))
			.orShould()
			.haveSimpleName("package-info")
			.because("what users do not name belongs into an internal package"));
	}

	@Test
	void onlyTheDoorsLookInside() {
		check(noClasses().that()
			.resideInAnyPackage(PUBLIC)
			.and(not(DOORS.or(LAUNCHER)))
			.should()
			.dependOnClassesThat()
			.resideInAnyPackage(INTERNAL + ".attachment..", INTERNAL + ".call..", INTERNAL + ".callback..",
					INTERNAL + ".client..", INTERNAL + ".compression..", INTERNAL + ".discovery..",
					INTERNAL + ".jeromq..", INTERNAL + ".pool..", INTERNAL + ".process..", INTERNAL + ".python..",
					INTERNAL + ".registryfile..", INTERNAL + ".sendqueue..", INTERNAL + ".serving..",
					INTERNAL + ".sharedfile..", INTERNAL + ".stream..", INTERNAL + ".supervision.."));
	}

	@Test
	void parentAndChildDoNotKnowEachOther() {
		check(noClasses().that()
			.resideInAnyPackage("io.multifrost.child..", INTERNAL + ".serving..", INTERNAL + ".attachment..")
			.should()
			.dependOnClassesThat()
			.resideInAnyPackage("io.multifrost.parent..", "io.multifrost.process..", INTERNAL + ".call..",
					INTERNAL + ".callback..", INTERNAL + ".client..", INTERNAL + ".pool..", INTERNAL + ".supervision..",
					INTERNAL + ".process.."));
		check(noClasses().that()
			.resideInAnyPackage("io.multifrost.parent..", INTERNAL + ".call..", INTERNAL + ".client..",
					INTERNAL + ".pool..", INTERNAL + ".supervision..")
			.should()
			.dependOnClassesThat()
			.resideInAnyPackage("io.multifrost.child..", INTERNAL + ".serving..", INTERNAL + ".attachment.."));
	}

	@Test
	void callsKnowNothingOfSupervision() {
		check(uses(INTERNAL + ".call", ROOT, "io.multifrost.parent", INTERNAL, INTERNAL + ".callback",
				INTERNAL + ".jeromq", INTERNAL + ".sendqueue", INTERNAL + ".sharedfile", INTERNAL + ".message",
				INTERNAL + ".compression", INTERNAL + ".stream", INTERNAL + ".value"));
	}

	@Test
	void clientsMakeCallsAndNoMore() {
		check(uses(INTERNAL + ".client", ROOT, "io.multifrost.parent", INTERNAL, INTERNAL + ".call",
				INTERNAL + ".kotlin", INTERNAL + ".value"));
	}

	@Test
	void whatReadsKotlinServesBothSides() {
		check(uses(INTERNAL + ".kotlin"));
		check(noClasses().that()
			.resideOutsideOfPackage(INTERNAL + ".kotlin")
			.should()
			.dependOnClassesThat()
			.resideInAnyPackage("kotlin.coroutines..", "kotlinx.."));
	}

	@Test
	void attachmentsKnowNothingOfFunctions() {
		check(uses(INTERNAL + ".attachment", ROOT, "io.multifrost.registry", INTERNAL, INTERNAL + ".compression",
				INTERNAL + ".jeromq", INTERNAL + ".jeromq.curve", INTERNAL + ".message", INTERNAL + ".sendqueue"));
	}

	@Test
	void whereInstancesAreIsFoundWithoutReachingThem() {
		check(uses(INTERNAL + ".discovery", ROOT, "io.multifrost.registry", INTERNAL, INTERNAL + ".jeromq"));
	}

	@Test
	void oneInstanceKnowsNothingOfTheOthers() {
		check(noClasses().that()
			.resideInAPackage(INTERNAL + ".supervision")
			.should()
			.dependOnClassesThat()
			.resideInAPackage(INTERNAL + ".pool"));
	}

	@Test
	void streamsServeBothSides() {
		check(uses(INTERNAL + ".stream", ROOT, INTERNAL, INTERNAL + ".compression", INTERNAL + ".message",
				INTERNAL + ".value"));
	}

	@Test
	void whatPreparesPythonKnowsNothingOfParents() {
		check(uses(INTERNAL + ".python", ROOT, "io.multifrost.process", INTERNAL));
	}

	@Test
	void transportKnowsNothingOfWorkers() {
		check(uses(INTERNAL + ".sendqueue", ROOT, INTERNAL));
		check(uses(INTERNAL + ".jeromq", ROOT, INTERNAL, INTERNAL + ".jeromq.curve", INTERNAL + ".jeromq.frame",
				INTERNAL + ".sendqueue"));
		check(uses(INTERNAL + ".jeromq.curve"));
		check(uses(INTERNAL + ".jeromq.frame", INTERNAL + ".sendqueue"));
	}

	@Test
	void sharedFilesKnowNoMessages() {
		check(uses(INTERNAL + ".sharedfile", ROOT, INTERNAL, INTERNAL + ".value"));
	}

	@Test
	void valuesAndMessagesAreForTheirOwn() {
		check(uses(INTERNAL + ".value", ROOT, INTERNAL));
		check(uses(INTERNAL + ".compression", ROOT, INTERNAL, INTERNAL + ".value"));
		check(uses(INTERNAL + ".message", ROOT, INTERNAL, INTERNAL + ".compression", INTERNAL + ".value"));
		check(noClasses().that()
			.resideOutsideOfPackages(INTERNAL + ".value..", INTERNAL + ".message..", INTERNAL + ".compression..")
			.should()
			.dependOnClassesThat()
			.resideInAPackage("org.msgpack.."));
	}

	@Test
	void oneClassMakesTheObjectsOfMsgpack() {
		check(noClasses().that()
			.doNotHaveFullyQualifiedName(INTERNAL + ".value.Msgpack")
			.should()
			.callCodeUnitWhere(describe("an object of msgpack-java is made",
					(call) -> call.getTargetOwner().getPackageName().startsWith("org.msgpack")
							&& (call.getTarget().getName().equals("<init>") || call.getTarget()
								.resolveMember()
								.orElseThrow()
								.getModifiers()
								.contains(JavaModifier.STATIC))))
			.because("a property has to be set before its first class is used"));
	}

	@Test
	void onlyOnePackageKnowsZeroMq() {
		check(noClasses().that()
			.resideOutsideOfPackage(INTERNAL + ".jeromq..")
			.should()
			.dependOnClassesThat()
			.resideInAnyPackage("org.zeromq..", "zmq.."));
	}

	@Test
	void coreKnowsNoFramework() {
		check(noClasses().should()
			.dependOnClassesThat()
			.resideInAnyPackage("org.springframework..", "io.github.resilience4j..", "io.micrometer.."));
	}

	private static ArchRule uses(String owner, String... others) {
		return noClasses().that()
			.resideInAPackage(owner)
			.should()
			.dependOnClassesThat(resideInAPackage("io.multifrost..")
				.and(not(resideInAnyPackage(owner).or(resideInAnyPackage(others)))));
	}

	private static boolean isVisible(Set<JavaModifier> modifiers) {
		return modifiers.contains(JavaModifier.PUBLIC) || modifiers.contains(JavaModifier.PROTECTED);
	}

	private static JavaClass outermost(JavaClass type) {
		return type.getEnclosingClass().map(ArchitectureTests::outermost).orElse(type);
	}

	private static void check(ArchRule rule) {
		rule.check(CORE);
	}

}
