package io.multifrost.sample;

import java.util.List;
import java.util.concurrent.CompletableFuture;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.annotation.Profile;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

import io.multifrost.parent.CallOptions;

/**
 * The functions of the model as web resources, where the profile starts it.
 */
@RestController
@RequestMapping("/iris")
@Profile("model")
class IrisController {

	private static final Logger logger = LoggerFactory.getLogger(IrisController.class);

	private final IrisClient iris;

	IrisController(IrisClient iris) {
		this.iris = iris;
	}

	@PostMapping("/predictions")
	List<IrisClient.Prediction> predict(@RequestBody List<IrisClient.Flower> flowers) {
		return this.iris.predict(flowers);
	}

	@GetMapping("/importances")
	double[] importances() {
		return this.iris.importances();
	}

	@PostMapping("/training")
	CompletableFuture<Double> train(@RequestParam(defaultValue = "50") int trees) {
		CallOptions options = CallOptions.DEFAULTS
			.onProgress((progress) -> logger.info("Training: {} of {} trees", progress.done(), progress.total()));
		return this.iris.train(trees, options);
	}

}
