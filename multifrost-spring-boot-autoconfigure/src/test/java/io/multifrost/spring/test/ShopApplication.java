package io.multifrost.spring.test;

import org.springframework.boot.autoconfigure.SpringBootApplication;

import io.multifrost.spring.EnableMultifrostClients;
import io.multifrost.spring.example.MathClient;

/**
 * An application with a component that calls a worker.
 */
@SpringBootApplication
@EnableMultifrostClients(basePackageClasses = MathClient.class)
class ShopApplication {

}
