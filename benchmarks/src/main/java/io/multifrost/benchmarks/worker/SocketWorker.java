package io.multifrost.benchmarks.worker;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;

/**
 * A worker on plain blocking sockets: length and bytes, and a thread for each connection.
 */
public final class SocketWorker {

	private static final int BUFFER = 1 << 16;

	private SocketWorker() {
	}

	/**
	 * Serve until the measuring process ends.
	 * @param args none
	 * @throws IOException if nothing can be bound
	 */
	public static void main(String[] args) throws IOException {
		Lifeline.connect();
		try (ServerSocket server = new ServerSocket(0, 0, InetAddress.getLoopbackAddress())) {
			Lifeline.announce(server.getLocalPort());
			while (true) {
				Socket socket = server.accept();
				socket.setTcpNoDelay(true);
				new Thread(() -> serve(socket)).start();
			}
		}
	}

	private static void serve(Socket socket) {
		try (socket) {
			DataInputStream in = new DataInputStream(new BufferedInputStream(socket.getInputStream(), BUFFER));
			DataOutputStream out = new DataOutputStream(new BufferedOutputStream(socket.getOutputStream(), BUFFER));
			while (true) {
				byte[] call = new byte[in.readInt()];
				in.readFully(call);
				byte[] answer = RawMessage.answer(call);
				out.writeInt(answer.length);
				out.write(answer);
				if (in.available() == 0) {
					out.flush();
				}
			}
		}
		catch (EOFException | SocketException ex) {
			// The parent has closed its connection
			return;
		}
		catch (IOException ex) {
			throw new java.io.UncheckedIOException(ex);
		}
	}

}
