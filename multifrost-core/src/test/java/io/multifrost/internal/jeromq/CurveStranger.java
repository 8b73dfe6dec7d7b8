package io.multifrost.internal.jeromq;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.Arrays;

import com.neilalexander.jnacl.crypto.curve25519;
import com.neilalexander.jnacl.crypto.curve25519xsalsa20poly1305;
import zmq.util.Z85;

import io.multifrost.internal.jeromq.curve.CurveKeys;

/**
 * A client of CurveZMQ that says what it likes.
 */
final class CurveStranger implements Closeable {

	/** Says that a frame is a command. */
	private static final int COMMAND = 4;

	private static final int LONG = 2;

	private final Socket socket;

	private final DataInputStream in;

	private final byte[] temporarySecret = Z85.decode(CurveKeys.newSecretKey());

	private byte[] temporaryKey = publicKey(this.temporarySecret);

	private byte[] shared = new byte[32];

	private byte[] cookie = new byte[96];

	private byte[] serverTemporaryKey = new byte[32];

	private long sent;

	CurveStranger(Endpoint service) throws IOException {
		this.socket = new Socket(InetAddress.getLoopbackAddress(), service.port());
		this.socket.setSoTimeout(20_000);
		this.in = new DataInputStream(this.socket.getInputStream());
		this.socket.getOutputStream().write(greeting());
		this.in.readFully(new byte[64]);
	}

	static byte[] greeting() {
		byte[] greeting = new byte[64];
		greeting[0] = (byte) 0xff;
		greeting[9] = 0x7f;
		greeting[10] = 3;
		System.arraycopy(LinkPeer.bytes("CURVE"), 0, greeting, 12, 5);
		return greeting;
	}

	/**
	 * Say HELLO with a key for which each server's secret is zero, and so need not know
	 * the server's.
	 */
	void greetWith(byte[] lowOrderKey) throws IOException {
		this.temporaryKey = lowOrderKey;
		greet(Z85.encode(new byte[32], 32));
	}

	/**
	 * Say HELLO and take the WELCOME.
	 */
	void greet(String serverKey) throws IOException {
		byte[] server = Z85.decode(serverKey);
		byte[] nonce = nonce("CurveZMQHELLO---");
		write("HELLO", concat(new byte[] { 1, 0 }, new byte[72], this.temporaryKey, Arrays.copyOfRange(nonce, 16, 24),
				box(new byte[64], nonce, server, this.temporarySecret)));
		byte[] welcome = read();
		if (welcome.length != 168) {
			throw new IOException("Is not welcome");
		}
		byte[] opened = open(Arrays.copyOfRange(welcome, 24, 168),
				concat(LinkPeer.bytes("WELCOME-"), Arrays.copyOfRange(welcome, 8, 24)), server);
		this.serverTemporaryKey = Arrays.copyOf(opened, 32);
		this.cookie = Arrays.copyOfRange(opened, 32, 128);
		curve25519xsalsa20poly1305.crypto_box_beforenm(this.shared, this.serverTemporaryKey, this.temporarySecret);
	}

	/**
	 * Show a key.
	 */
	void initiate(String secretKey, byte[] metadata) throws IOException {
		byte[] secret = Z85.decode(secretKey);
		byte[] vouchNonce = LinkPeer.bytes("VOUCH---0123456789abcdef");
		byte[] vouch = box(concat(this.temporaryKey, new byte[32]), vouchNonce, this.serverTemporaryKey, secret);
		byte[] nonce = nonce("CurveZMQINITIATE");
		byte[] box = box(concat(publicKey(secret), Arrays.copyOfRange(vouchNonce, 8, 24), vouch, metadata), nonce,
				this.serverTemporaryKey, this.temporarySecret);
		write("INITIATE", concat(this.cookie, Arrays.copyOfRange(nonce, 16, 24), box));
	}

	/**
	 * Send a frame after READY.
	 */
	void send(boolean more, byte[] payload) throws IOException {
		byte[] nonce = nonce("CurveZMQMESSAGEC");
		byte[] box = afternm(concat(new byte[] { (byte) (more ? 1 : 0) }, payload), nonce);
		byte[] body = concat(LinkPeer.bytes("\7MESSAGE"), Arrays.copyOfRange(nonce, 16, 24), box);
		write(0, body);
	}

	/**
	 * Write a command, whatever it holds.
	 */
	void write(String name, byte[] content) throws IOException {
		write(COMMAND, concat(new byte[] { (byte) name.length() }, LinkPeer.bytes(name), content));
	}

	private void write(int flags, byte[] body) throws IOException {
		ByteBuffer head = ByteBuffer.allocate(9);
		if (body.length > 255) {
			head.put((byte) (flags | LONG)).putLong(body.length);
		}
		else {
			head.put((byte) flags).put((byte) body.length);
		}
		this.socket.getOutputStream().write(concat(Arrays.copyOf(head.array(), head.position()), body));
	}

	/**
	 * Read a frame.
	 * @throws java.io.EOFException where the connection ends
	 */
	byte[] read() throws IOException {
		int flags = this.in.readUnsignedByte();
		byte[] body = new byte[((flags & LONG) != 0) ? (int) this.in.readLong() : this.in.readUnsignedByte()];
		this.in.readFully(body);
		return body;
	}

	static byte[] property(String name, String value) {
		byte[] bytes = LinkPeer.bytes(value);
		return concat(new byte[] { (byte) name.length() }, LinkPeer.bytes(name),
				ByteBuffer.allocate(4).putInt(bytes.length).array(), bytes);
	}

	static byte[] concat(byte[]... parts) {
		ByteArrayOutputStream all = new ByteArrayOutputStream();
		for (byte[] part : parts) {
			all.writeBytes(part);
		}
		return all.toByteArray();
	}

	private static byte[] publicKey(byte[] secretKey) {
		byte[] key = new byte[32];
		curve25519.crypto_scalarmult_base(key, secretKey);
		return key;
	}

	private byte[] nonce(String prefix) {
		this.sent++;
		return concat(LinkPeer.bytes(prefix), ByteBuffer.allocate(8).putLong(this.sent).array());
	}

	private static byte[] box(byte[] plain, byte[] nonce, byte[] publicKey, byte[] secretKey) {
		byte[] padded = concat(new byte[32], plain);
		byte[] box = new byte[padded.length];
		curve25519xsalsa20poly1305.crypto_box(box, padded, padded.length, nonce, publicKey, secretKey);
		return Arrays.copyOfRange(box, 16, box.length);
	}

	private byte[] afternm(byte[] plain, byte[] nonce) {
		byte[] padded = concat(new byte[32], plain);
		byte[] box = new byte[padded.length];
		curve25519xsalsa20poly1305.crypto_box_afternm(box, padded, padded.length, nonce, this.shared);
		return Arrays.copyOfRange(box, 16, box.length);
	}

	private byte[] open(byte[] box, byte[] nonce, byte[] publicKey) {
		byte[] padded = concat(new byte[16], box);
		byte[] plain = new byte[padded.length];
		int failed = curve25519xsalsa20poly1305.crypto_box_open(plain, padded, padded.length, nonce, publicKey,
				this.temporarySecret);
		if (failed != 0) {
			throw new IllegalStateException("Not the server");
		}
		return Arrays.copyOfRange(plain, 32, plain.length);
	}

	/**
	 * Return where its connection comes from.
	 */
	String address() {
		return this.socket.getLocalAddress().getHostAddress() + ":" + this.socket.getLocalPort();
	}

	@Override
	public void close() throws IOException {
		this.socket.close();
	}

}
