package io.multifrost.spring.security;

import org.jspecify.annotations.Nullable;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.authority.AuthorityUtils;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextHolder;

import io.multifrost.child.CallContext;
import io.multifrost.child.FunctionInterceptor;
import io.multifrost.child.StreamFollower;
import io.multifrost.spring.calls.FunctionEnd;

/**
 * Believes what callers say of who they are, and has it in the security context of the
 * function's thread, where method security finds it. What makes the items of a stream has
 * it as well; threads of the function's own have it not. A call that says nothing has no
 * identity.
 */
public final class IdentityFunctionInterceptor implements FunctionInterceptor {

	@Override
	public @Nullable Object intercept(CallContext call, Invocation invocation) throws Throwable {
		CallerIdentity identity = CallerIdentity.of(call.metadata());
		enter(identity);
		try {
			Object result = invocation.proceed();
			FunctionEnd.follows(call, result, new StreamFollower() {

				@Override
				public Runnable enter() {
					IdentityFunctionInterceptor.enter(identity);
					return SecurityContextHolder::clearContext;
				}

				@Override
				public void ended(@Nullable Throwable failure) {
					// Nothing is left.
				}

			});
			return result;
		}
		finally {
			SecurityContextHolder.clearContext();
		}
	}

	private static void enter(@Nullable CallerIdentity identity) {
		SecurityContext context = SecurityContextHolder.createEmptyContext();
		if (identity != null) {
			context.setAuthentication(UsernamePasswordAuthenticationToken.authenticated(identity.name(), null,
					AuthorityUtils.createAuthorityList(identity.authorities())));
		}
		SecurityContextHolder.setContext(context);
	}

}
