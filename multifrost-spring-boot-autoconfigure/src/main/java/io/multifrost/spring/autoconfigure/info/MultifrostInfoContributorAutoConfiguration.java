package io.multifrost.spring.autoconfigure.info;

import org.springframework.boot.actuate.autoconfigure.info.ConditionalOnEnabledInfoContributor;
import org.springframework.boot.actuate.autoconfigure.info.InfoContributorFallback;
import org.springframework.boot.actuate.info.InfoContributor;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

import io.multifrost.spring.ParentWorkers;
import io.multifrost.spring.autoconfigure.MultifrostParentAutoConfiguration;
import io.multifrost.spring.info.MultifrostInfoContributor;

/**
 * Auto-configuration of what the info endpoint says of workers. Off unless it is asked
 * for, as all that tells what an application runs on.
 */
@AutoConfiguration(after = MultifrostParentAutoConfiguration.class)
@ConditionalOnClass({ InfoContributor.class, ConditionalOnEnabledInfoContributor.class })
@ConditionalOnBean(ParentWorkers.class)
@ConditionalOnEnabledInfoContributor(value = "multifrost", fallback = InfoContributorFallback.DISABLE)
public final class MultifrostInfoContributorAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	MultifrostInfoContributor multifrostInfoContributor(ParentWorkers workers) {
		return new MultifrostInfoContributor(workers);
	}

}
