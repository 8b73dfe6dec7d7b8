package io.multifrost.spring.autoconfigure.security;

import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.security.authentication.AnonymousAuthenticationToken;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.config.annotation.method.configuration.EnableMethodSecurity;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.authority.AuthorityUtils;
import org.springframework.security.core.context.SecurityContextHolder;

import io.multifrost.RemoteCallException;
import io.multifrost.parent.CallOptions;
import io.multifrost.parent.ParentWorker;
import io.multifrost.security.CurveKeyPair;
import io.multifrost.spring.MultifrostWorker;
import io.multifrost.spring.autoconfigure.MultifrostAutoConfiguration;
import io.multifrost.spring.autoconfigure.MultifrostParentAutoConfiguration;
import io.multifrost.spring.autoconfigure.child.MultifrostChildAutoConfiguration;
import io.multifrost.spring.security.IdentityFunctionInterceptor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link MultifrostSecurityAutoConfiguration}: a service with method security,
 * and a parent of it.
 */
class MultifrostSecurityAutoConfigurationTests {

	@TempDir
	private Path registry;

	@AfterEach
	void logOut() {
		SecurityContextHolder.clearContext();
	}

	private ApplicationContextRunner contextRunner(String... properties) {
		return new ApplicationContextRunner()
			.withConfiguration(
					AutoConfigurations.of(MultifrostAutoConfiguration.class, MultifrostParentAutoConfiguration.class,
							MultifrostChildAutoConfiguration.class, MultifrostSecurityAutoConfiguration.class))
			.withUserConfiguration(Guarded.class)
			.withPropertyValues("multifrost.registry.directory=" + this.registry, "multifrost.worker.service-id=vault",
					"multifrost.worker.concurrency=1", "multifrost.parents.vault.service-id=vault",
					"multifrost.parents.vault.auto-startup=false")
			.withPropertyValues(properties);
	}

	@Test
	void methodSecuritySeesTheCaller() {
		contextRunner("multifrost.identity.send-to=vault", "multifrost.identity.accept=true").run((context) -> {
			ParentWorker vault = context.getBean(ParentWorker.class);
			vault.start();
			logIn("ada", "ADMIN");
			assertThat(vault.call("open", String.class)).isEqualTo("opened by ada");
			assertThat(vault.callAsync("open", String.class).get()).isEqualTo("opened by ada");
			try (Stream<String> items = vault.stream("names", String.class)) {
				assertThat(items).containsExactly("ada", "ada");
			}
			logIn("bob", "USER");
			assertThat(vault.call("who", String.class)).isEqualTo("bob");
			assertThatExceptionOfType(RemoteCallException.class).isThrownBy(() -> vault.call("open", String.class))
				.satisfies((ex) -> assertThat(ex.remoteType()).isEqualTo("AuthorizationDeniedException"));
			SecurityContextHolder.clearContext();
			assertThat(vault.call("who", String.class)).isEqualTo("nobody");
			assertThatExceptionOfType(RemoteCallException.class).isThrownBy(() -> vault.call("open", String.class))
				.satisfies((ex) -> assertThat(ex.remoteType()).isEqualTo("AuthenticationCredentialsNotFoundException"));
			SecurityContextHolder.getContext()
				.setAuthentication(new AnonymousAuthenticationToken("key", "anonymous",
						AuthorityUtils.createAuthorityList("ADMIN")));
			assertThat(vault.call("who", String.class)).isEqualTo("nobody");
		});
	}

	@ParameterizedTest
	@ValueSource(strings = { "multifrost.identity.send-to=vault", "multifrost.identity.accept=true",
			"multifrost.identity.send-to=other" })
	void needsBothSidesToBeSwitchedOn(String property) {
		contextRunner(property).run((context) -> {
			ParentWorker vault = context.getBean(ParentWorker.class);
			vault.start();
			logIn("ada", "ADMIN");
			assertThat(vault.call("who", String.class)).isEqualTo("nobody");
		});
	}

	@Test
	void refusesAnIdentityThatCannotBeRead() {
		contextRunner("multifrost.identity.accept=true").run((context) -> {
			ParentWorker vault = context.getBean(ParentWorker.class);
			vault.start();
			CallOptions options = CallOptions.DEFAULTS.withMetadata("caller", "ada");
			assertThatExceptionOfType(RemoteCallException.class)
				.isThrownBy(() -> vault.call(options, "who", String.class))
				.withMessageContaining("metadata 'caller'");
		});
	}

	@Test
	void believesNoStrangersBeyondThisMachine() {
		String[] open = { "multifrost.identity.accept=true", "multifrost.worker.bind-address=0.0.0.0" };
		CurveKeyPair keys = CurveKeyPair.generate();
		String secret = "multifrost.security.secret-key=" + keys.secretKey();
		contextRunner(open).run((context) -> assertThat(context).getFailure()
			.rootCause()
			.hasMessageContaining("whoever can connect to 0.0.0.0 may call"));
		contextRunner(open).withPropertyValues(secret, "multifrost.security.allowed-clients=*")
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.hasMessageContaining("whoever can connect to 0.0.0.0 may call"));
		contextRunner(open).withPropertyValues(secret, "multifrost.security.allowed-clients=" + keys.publicKey())
			.run((context) -> assertThat(context).hasSingleBean(IdentityFunctionInterceptor.class));
	}

	private static void logIn(String name, String authority) {
		SecurityContextHolder.getContext()
			.setAuthentication(UsernamePasswordAuthenticationToken.authenticated(name, "secret",
					AuthorityUtils.createAuthorityList(authority)));
	}

	@Configuration(proxyBeanMethods = false)
	@EnableMethodSecurity
	static class Guarded {

		@Bean
		Vault vaultFunctions() {
			return new Vault();
		}

	}

	@MultifrostWorker
	static class Vault {

		@PreAuthorize("hasAuthority('ADMIN')")
		public String open() {
			return "opened by " + who();
		}

		public String who() {
			Authentication caller = SecurityContextHolder.getContext().getAuthentication();
			return (caller != null) ? caller.getName() : "nobody";
		}

		public Iterator<String> names() {
			return List.of(1, 2).stream().map((number) -> who()).iterator();
		}

	}

}
