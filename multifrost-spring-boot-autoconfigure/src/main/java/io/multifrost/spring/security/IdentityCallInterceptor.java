package io.multifrost.spring.security;

import java.util.Collection;
import java.util.Set;

import org.springframework.security.authentication.AuthenticationTrustResolver;
import org.springframework.security.authentication.AuthenticationTrustResolverImpl;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;

import io.multifrost.parent.CallInterceptor;
import io.multifrost.parent.OutgoingCall;

/**
 * Tells workers by the metadata of a call who makes it: the name and the authorities of
 * the one who is authenticated on the calling thread. Without one, and for an anonymous
 * one, nothing is told.
 */
public final class IdentityCallInterceptor implements CallInterceptor {

	private static final String ALL = "*";

	private final AuthenticationTrustResolver trust = new AuthenticationTrustResolverImpl();

	private final Set<String> workers;

	/**
	 * Create an interceptor.
	 * @param workers the names of the workers that are told, or {@code *} for all
	 */
	public IdentityCallInterceptor(Collection<String> workers) {
		this.workers = Set.copyOf(workers);
	}

	@Override
	public Completion before(OutgoingCall call) {
		if (!this.workers.contains(ALL) && !this.workers.contains(call.worker())) {
			return Completion.NONE;
		}
		Authentication authentication = SecurityContextHolder.getContext().getAuthentication();
		if (this.trust.isAuthenticated(authentication)) {
			call.putMetadata(CallerIdentity.KEY, CallerIdentity.of(authentication).toMetadata());
		}
		return Completion.NONE;
	}

}
