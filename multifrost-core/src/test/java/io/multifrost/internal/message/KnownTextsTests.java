package io.multifrost.internal.message;

import java.nio.charset.StandardCharsets;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class KnownTextsTests {

	private final KnownTexts texts = new KnownTexts();

	@Test
	void aTextIsFoundByItsBytesWhereverTheyStand() {
		String add = "add";
		this.texts.add(bytes("..add"), 2, 5, add);
		assertThat(this.texts.find(bytes("add"), 0, 3)).isSameAs(add);
		assertThat(this.texts.find(bytes("sub"), 0, 3)).isNull();
		assertThat(this.texts.find(bytes("adds"), 0, 4)).isNull();
		assertThat(this.texts.find(bytes("adds"), 0, 2)).isNull();
	}

	@Test
	void textsThatMeetAtOnePlaceAreNotMixedUp() {
		for (int i = 0; i < 1000; i++) {
			byte[] name = bytes("function" + i);
			String found = this.texts.find(name, 0, name.length);
			assertThat(found).isNull();
			this.texts.add(name, 0, name.length, "function" + i);
			assertThat(this.texts.find(name, 0, name.length)).isEqualTo("function" + i);
		}
	}

	@Test
	void longTextsAreNotKept() {
		byte[] name = bytes("x".repeat(1000));
		this.texts.add(name, 0, name.length, "long");
		assertThat(this.texts.find(name, 0, name.length)).isNull();
	}

	private static byte[] bytes(String text) {
		return text.getBytes(StandardCharsets.US_ASCII);
	}

}
