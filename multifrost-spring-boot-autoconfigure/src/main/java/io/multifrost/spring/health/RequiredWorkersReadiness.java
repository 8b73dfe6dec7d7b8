package io.multifrost.spring.health;

import java.util.Set;
import java.util.stream.Collectors;

import org.springframework.boot.health.actuate.endpoint.HealthEndpointGroup;
import org.springframework.boot.health.actuate.endpoint.HealthEndpointGroups;
import org.springframework.boot.health.actuate.endpoint.HealthEndpointGroupsPostProcessor;
import org.springframework.core.Ordered;

/**
 * Adds the workers that the application cannot do without to the health group
 * {@code readiness}, where there is one, whatever else is in it.
 */
public final class RequiredWorkersReadiness implements HealthEndpointGroupsPostProcessor, Ordered {

	private static final String CONTRIBUTOR = "multifrost/";

	private final Set<String> members;

	/**
	 * Create a post-processor.
	 * @param workers the names of the workers
	 */
	public RequiredWorkersReadiness(Set<String> workers) {
		this.members = workers.stream().map((name) -> CONTRIBUTOR + name).collect(Collectors.toUnmodifiableSet());
	}

	@Override
	public HealthEndpointGroups postProcessHealthEndpointGroups(HealthEndpointGroups groups) {
		HealthEndpointGroup readiness = groups.get(ReadinessGroups.READINESS);
		return (this.members.isEmpty() || readiness == null) ? groups
				: new ReadinessGroups(groups, new ExtendedGroup(readiness, this.members));
	}

	/**
	 * Not before the one by which Spring Boot makes the group.
	 */
	@Override
	public int getOrder() {
		return Ordered.LOWEST_PRECEDENCE;
	}

}
