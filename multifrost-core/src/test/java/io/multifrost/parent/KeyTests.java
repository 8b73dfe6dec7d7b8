package io.multifrost.parent;

import java.time.Duration;
import java.util.List;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.multifrost.MultifrostException;
import io.multifrost.MultifrostFunction;
import io.multifrost.WorkerUnavailableException;
import io.multifrost.security.CurveKeyPair;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Parents and services that know each other by keys.
 */
@Timeout(60)
class KeyTests {

	private static final CurveKeyPair SERVICE = CurveKeyPair.generate();

	private static final CurveKeyPair PARENT = CurveKeyPair.generate();

	private static final CurveKeyPair STRANGER = CurveKeyPair.generate();

	@RegisterExtension
	private final TestServices services = new TestServices();

	@BeforeEach
	void setUp() {
		this.services.serve("closed", new Adder(), (builder) -> builder.keys(SERVICE, List.of(PARENT.publicKey())));
		this.services.serve("plain", new Adder());
	}

	@Test
	void aParentThatIsAllowedCalls() {
		ParentWorker parent = this.services.parent(at("closed").keys(PARENT).serverKey(SERVICE.publicKey()));
		assertThat(parent.call("add", Integer.class, 1, 2)).isEqualTo(3);
	}

	@Test
	void theRegistryKnowsTheKeyOfTheService() {
		assertThat(this.services.registry().find("closed").orElseThrow().publicKey()).isEqualTo(SERVICE.publicKey());
		ParentWorker parent = this.services.parent(this.services.connect("closed").keys(PARENT));
		assertThat(parent.call("add", Integer.class, 1, 2)).isEqualTo(3);
	}

	@Test
	void aServiceMayTakeAllThatKnowItsKey() {
		this.services.serve("public", new Adder(), (builder) -> builder.keys(SERVICE, List.of("*")));
		ParentWorker parent = this.services.parent("public");
		assertThat(parent.call("add", Integer.class, 1, 2)).isEqualTo(3);
	}

	@Test
	void aParentIsToldAtOnceThatItIsNotAllowed() {
		assertThatExceptionOfType(WorkerUnavailableException.class)
			.isThrownBy(() -> this.services.parent(
					at("closed").keys(STRANGER).serverKey(SERVICE.publicKey()).startTimeout(Duration.ofSeconds(30))))
			.withMessageContaining("does not allow the key of this parent, " + STRANGER.publicKey())
			.withMessageContaining("allowed-clients");
	}

	@Test
	void aParentWithTheWrongKeyOfTheServiceIsToldWithinTheStartTimeout() {
		assertThatExceptionOfType(WorkerUnavailableException.class)
			.isThrownBy(() -> this.services
				.parent(at("closed").serverKey(STRANGER.publicKey()).startTimeout(Duration.ofSeconds(1))))
			.withMessageContaining("its public key is not " + STRANGER.publicKey());
	}

	@Test
	void aParentWithoutAKeyIsToldThatOneMayBeMissing() {
		assertThatExceptionOfType(WorkerUnavailableException.class)
			.isThrownBy(() -> this.services.parent(at("closed").startTimeout(Duration.ofSeconds(1))))
			.withMessageContaining("(server-key)");
	}

	@Test
	void aParentWithAKeyDoesNotTalkToAServiceWithoutOne() {
		assertThatExceptionOfType(MultifrostException.class)
			.isThrownBy(() -> this.services.parent(this.services.connect("plain").keys(PARENT)))
			.withMessageContaining("none is known of");
		assertThatExceptionOfType(MultifrostException.class)
			.isThrownBy(() -> this.services
				.parent(at("plain").keys(PARENT).serverKey(SERVICE.publicKey()).startTimeout(Duration.ofSeconds(1))))
			.withMessageContaining("or it has none");
	}

	@Test
	void keysAreCheckedAndNotShown() {
		String wrong = PARENT.secretKey().substring(1);
		assertThatIllegalArgumentException().isThrownBy(() -> CurveKeyPair.ofSecretKey(wrong))
			.withMessageContaining("this has 39")
			.matches((ex) -> !ex.getMessage().contains(wrong));
		assertThatIllegalArgumentException().isThrownBy(() -> at("closed").serverKey(wrong))
			.matches((ex) -> !ex.getMessage().contains(wrong));
		assertThat(PARENT.toString()).contains(PARENT.publicKey()).doesNotContain(PARENT.secretKey());
		assertThat(CurveKeyPair.ofSecretKey(PARENT.secretKey()).publicKey()).isEqualTo(PARENT.publicKey());
		assertThatIllegalStateException().isThrownBy(() -> ParentWorker.spawn("worker.py").keys(PARENT));
	}

	private ParentWorkerBuilder at(String id) {
		return ParentWorker.connectTo("tcp://127.0.0.1:" + this.services.port(id));
	}

	/**
	 * What the services do.
	 */
	static final class Adder {

		@MultifrostFunction
		public int add(int a, int b) {
			return a + b;
		}

	}

}
