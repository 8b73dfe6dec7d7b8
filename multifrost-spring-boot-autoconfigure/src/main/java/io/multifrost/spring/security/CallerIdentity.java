package io.multifrost.spring.security;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import org.jspecify.annotations.Nullable;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.GrantedAuthority;

/**
 * Who makes a call, as it travels in the call's metadata.
 *
 * @param name the name of the caller
 * @param authorities what the caller may do
 */
record CallerIdentity(String name, List<String> authorities) {

	/** The key in the metadata. */
	static final String KEY = "caller";

	private static final String NAME = "name";

	private static final String AUTHORITIES = "authorities";

	static CallerIdentity of(Authentication authentication) {
		return new CallerIdentity(authentication.getName(),
				authentication.getAuthorities()
					.stream()
					.map(GrantedAuthority::getAuthority)
					.filter(Objects::nonNull)
					.toList());
	}

	/**
	 * Read what has come with a call.
	 * @return the identity, or {@code null} if none has come
	 * @throws IllegalArgumentException if it cannot be read
	 */
	static @Nullable CallerIdentity of(Map<String, @Nullable Object> metadata) {
		Object value = metadata.get(KEY);
		if (value == null) {
			return null;
		}
		if (value instanceof Map<?, ?> map && map.get(NAME) instanceof String name
				&& map.get(AUTHORITIES) instanceof Collection<?> authorities
				&& authorities.stream().allMatch(String.class::isInstance)) {
			return new CallerIdentity(name, authorities.stream().map(String.class::cast).toList());
		}
		throw new IllegalArgumentException("The metadata '" + KEY + "' of the call is no map with a text '" + NAME
				+ "' and texts '" + AUTHORITIES + "'");
	}

	Map<String, Object> toMetadata() {
		return Map.of(NAME, this.name, AUTHORITIES, this.authorities);
	}

}
