package io.multifrost.benchmarks.contender;

/**
 * Makes contenders by their names.
 */
final class Contenders {

	private Contenders() {
	}

	static Contender create(String name) throws Exception {
		return switch (name) {
			case "multifrost" -> new MultifrostContender();
			case "multifrost-full" -> new SpringContender();
			case "multifrost-async" -> new MultifrostAsyncContender();
			case "multifrost-service" -> ServiceContender.plain();
			case "multifrost-curve" -> ServiceContender.withKeys();
			case "jeromq" -> new JeroMqContender();
			case "socket" -> SocketContender.java();
			case "grpc" -> GrpcContender.java();
			case "http" -> new HttpContender();
			case "restclient" -> new RestClientContender();
			case "py4j" -> new Py4jContender();
			case "appose" -> new ApposeContender();
			case "python-socket" -> SocketContender.python();
			case "python-grpc" -> GrpcContender.python();
			case "python-multifrost" -> MultifrostContender.python();
			case "python-module" -> MultifrostContender.pythonModule("calculator.py");
			case "python-numpy" -> MultifrostContender.pythonModule("arrays.py");
			case "python-bytes" -> MultifrostContender.pythonBytes("arrays.py");
			default -> throw new IllegalArgumentException("There is no contender '" + name + "'");
		};
	}

}
