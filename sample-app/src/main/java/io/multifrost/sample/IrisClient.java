package io.multifrost.sample;

import java.util.List;
import java.util.concurrent.CompletableFuture;

import com.fasterxml.jackson.annotation.JsonProperty;

import io.multifrost.parent.CallOptions;
import io.multifrost.spring.MultifrostClient;

/**
 * The functions of the worker {@code iris}, a model in Python.
 */
@MultifrostClient("iris")
public interface IrisClient {

	/**
	 * Tell what kinds of iris flowers are, all of them in one call.
	 * @param flowers the flowers
	 * @return a prediction for each
	 */
	List<Prediction> predict(List<Flower> flowers);

	/**
	 * Train the model anew.
	 * @param trees how many trees it is to have
	 * @param options such as who listens to the progress of the training
	 * @return the share of flowers unknown to it that it gets right
	 */
	CompletableFuture<Double> train(int trees, CallOptions options);

	/**
	 * Tell how much each length of a flower tells. An array of NumPy comes as one of
	 * Java.
	 * @return a share for each length, in their order
	 */
	double[] importances();

	/**
	 * A flower, by lengths in centimetres.
	 *
	 * @param sepalLength the length of a sepal
	 * @param sepalWidth the width of a sepal
	 * @param petalLength the length of a petal
	 * @param petalWidth the width of a petal
	 */
	record Flower(@JsonProperty("sepal_length") double sepalLength, @JsonProperty("sepal_width") double sepalWidth,
			@JsonProperty("petal_length") double petalLength, @JsonProperty("petal_width") double petalWidth) {
	}

	/**
	 * What the model takes a flower for.
	 *
	 * @param kind the kind
	 * @param probability how sure the model is, from 0 to 1
	 */
	record Prediction(String kind, double probability) {
	}

}
