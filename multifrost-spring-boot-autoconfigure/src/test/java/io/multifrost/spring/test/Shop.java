package io.multifrost.spring.test;

import org.springframework.stereotype.Component;

import io.multifrost.spring.example.MathClient;

/**
 * A component of {@link ShopApplication}.
 */
@Component
record Shop(MathClient client) {
}
