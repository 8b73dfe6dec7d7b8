package io.multifrost.internal.jeromq;

import java.io.IOException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class ReadyKeysTests {

	private final ReadyKeys keys = new ReadyKeys();

	@Test
	void eachKeyIsSeenOnceAndTakenOut() throws IOException {
		try (Selector selector = Selector.open()) {
			List<SelectionKey> added = new ArrayList<>();
			for (int i = 0; i < 40; i++) {
				added.add(key(selector));
				this.keys.add(added.get(i));
			}
			assertThat(this.keys).hasSize(40);
			List<SelectionKey> seen = new ArrayList<>();
			for (Iterator<SelectionKey> all = this.keys.iterator(); all.hasNext();) {
				seen.add(all.next());
				all.remove();
			}
			assertThat(seen).containsExactlyInAnyOrderElementsOf(added);
			assertThat(this.keys).isEmpty();
			assertThatExceptionOfType(NoSuchElementException.class).isThrownBy(this.keys.iterator()::next);
			close(added);
		}
	}

	@Test
	void oneOfSeveralCanBeTakenOut() throws IOException {
		try (Selector selector = Selector.open()) {
			List<SelectionKey> added = List.of(key(selector), key(selector), key(selector));
			this.keys.addAll(added);
			assertThat(this.keys.remove(added.get(0))).isTrue();
			assertThat(this.keys.remove(added.get(0))).isFalse();
			assertThat(this.keys).containsExactlyInAnyOrder(added.get(1), added.get(2));
			close(added);
		}
	}

	private static SelectionKey key(Selector selector) throws IOException {
		SocketChannel channel = SocketChannel.open();
		channel.configureBlocking(false);
		return channel.register(selector, SelectionKey.OP_CONNECT);
	}

	private static void close(List<SelectionKey> keys) throws IOException {
		for (SelectionKey key : keys) {
			key.channel().close();
		}
	}

}
