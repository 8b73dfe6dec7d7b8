package io.multifrost.spring.spawned;

import jakarta.validation.constraints.Positive;
import org.aopalliance.intercept.MethodInterceptor;
import org.springframework.aop.framework.autoproxy.DefaultAdvisorAutoProxyCreator;
import org.springframework.aop.support.DefaultPointcutAdvisor;
import org.springframework.aop.support.annotation.AnnotationMatchingPointcut;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.annotation.Bean;
import org.springframework.stereotype.Service;
import org.springframework.validation.annotation.Validated;

import io.multifrost.spring.MultifrostWorker;

/**
 * A Spring application that is a worker when a parent starts it. It has no web server,
 * whose port somebody else may have.
 */
@SpringBootApplication
public class SpawnedApplication {

	public static void main(String[] args) {
		new SpringApplicationBuilder(SpawnedApplication.class).web(WebApplicationType.NONE).run(args);
	}

	@Bean
	static DefaultAdvisorAutoProxyCreator autoProxyCreator(@Value("${test.class-proxies:true}") boolean classProxies) {
		DefaultAdvisorAutoProxyCreator creator = new DefaultAdvisorAutoProxyCreator();
		creator.setProxyTargetClass(classProxies);
		return creator;
	}

	@Bean
	static DefaultPointcutAdvisor advisor() {
		MethodInterceptor advice = (invocation) -> "advised " + invocation.proceed();
		return new DefaultPointcutAdvisor(AnnotationMatchingPointcut.forMethodAnnotation(Advised.class), advice);
	}

	/**
	 * A worker without any proxy.
	 */
	@MultifrostWorker
	public static class GreetingWorker implements DisposableBean {

		private final Names names;

		GreetingWorker(Names names) {
			this.names = names;
		}

		public String greet(String name) {
			return "Hello " + this.names.clean(name);
		}

		public String slowly(long millis) throws InterruptedException {
			System.out.println("slowly");
			Thread.sleep(millis);
			return "done";
		}

		@Override
		public void destroy() {
			System.out.println("context closed");
		}

	}

	/**
	 * What the worker needs, as a worker in an application does.
	 */
	@Service
	static class Names {

		String clean(String name) {
			return name.strip();
		}

	}

	/**
	 * What the ledger can do.
	 */
	interface Ledger {

		String balance(String account);

	}

	/**
	 * A worker that is called through a proxy, of its class or of its interface.
	 */
	@MultifrostWorker
	public static class LedgerWorker implements Ledger {

		private final Names names;

		LedgerWorker(Names names) {
			this.names = names;
		}

		@Override
		@Advised
		public String balance(String account) {
			return "balance of " + this.names.clean(account);
		}

	}

	/**
	 * A worker whose arguments are validated.
	 */
	@Validated
	@MultifrostWorker
	public static class AccountWorker implements Deposits {

		@Override
		public long deposit(long amount) {
			return amount;
		}

	}

	/**
	 * What is validated.
	 */
	interface Deposits {

		long deposit(@Positive long amount);

	}

}
