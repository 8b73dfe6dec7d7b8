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
			case "multifrost-async" -> new MultifrostAsyncContender();
			case "jeromq" -> new JeroMqContender();
			case "socket" -> new SocketContender();
			case "grpc" -> GrpcContender.java();
			default -> throw new IllegalArgumentException("There is no contender '" + name + "'");
		};
	}

}
