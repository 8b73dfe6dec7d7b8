package io.multifrost.security;

/**
 * Prints a new key pair. In an executable jar of Spring Boot it is run by
 * {@code java -cp app.jar -Dloader.main=io.multifrost.security.MakeKeys
 * org.springframework.boot.loader.launch.PropertiesLauncher}.
 */
public final class MakeKeys {

	private MakeKeys() {
	}

	/**
	 * Print a new key pair to the standard output.
	 * @param arguments ignored
	 */
	public static void main(String[] arguments) {
		CurveKeyPair keys = CurveKeyPair.generate();
		System.out.println("public-key: \"" + keys.publicKey() + "\"");
		System.out.println("secret-key: \"" + keys.secretKey() + "\"");
	}

}
