package io.multifrost.spring.autoconfigure.info;

import org.junit.jupiter.api.Test;
import org.springframework.boot.actuate.info.Info;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import io.multifrost.spring.autoconfigure.MultifrostAutoConfiguration;
import io.multifrost.spring.autoconfigure.MultifrostParentAutoConfiguration;
import io.multifrost.spring.example.MathWorkerProgram;
import io.multifrost.spring.info.MultifrostInfoContributor;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link MultifrostInfoContributorAutoConfiguration}.
 */
class MultifrostInfoContributorAutoConfigurationTests {

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(MultifrostAutoConfiguration.class,
				MultifrostParentAutoConfiguration.class, MultifrostInfoContributorAutoConfiguration.class))
		.withPropertyValues("multifrost.parents.math.main-class=" + MathWorkerProgram.class.getName(),
				"multifrost.parents.idle.main-class=Idle", "multifrost.parents.idle.auto-startup=false");

	@Test
	void tellsTheWorkersAndTheVersions() {
		this.contextRunner.withPropertyValues("management.info.multifrost.enabled=true").run((context) -> {
			Info.Builder info = new Info.Builder();
			context.getBean(MultifrostInfoContributor.class).contribute(info);
			JsonNode told = JsonMapper.builder().build().valueToTree(info.build().getDetails()).get("multifrost");
			assertThat(told.get("protocols").toString()).isEqualTo("[\"comlink_ipc_v3\",\"comlink_ipc_v4\"]");
			assertThat(told.get("workers").get("math").toString())
				.isEqualTo("{\"mode\":\"SPAWN\",\"state\":\"RUNNING\",\"protocol\":\"V3\",\"instances\":1}");
			assertThat(told.get("workers").get("idle").get("state").asString()).isEqualTo("NEW");
		});
	}

	@Test
	void isOnlyThereWhereItIsAskedFor() {
		this.contextRunner.withPropertyValues("multifrost.parents.math.auto-startup=false")
			.run((context) -> assertThat(context).doesNotHaveBean(MultifrostInfoContributor.class));
	}

}
