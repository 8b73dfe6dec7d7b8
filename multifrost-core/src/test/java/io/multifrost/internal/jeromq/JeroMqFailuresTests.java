package io.multifrost.internal.jeromq;

import java.nio.channels.ClosedChannelException;
import java.util.List;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import zmq.ZError;

import io.multifrost.internal.BackgroundLogger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

class JeroMqFailuresTests {

	private final Logger logger = (Logger) LoggerFactory.getLogger(JeroMqFailures.class);

	private final ListAppender<ILoggingEvent> events = new ListAppender<>();

	private final LoopContext context = new LoopContext(new EventLoop());

	@BeforeEach
	void listen() {
		this.events.start();
		this.logger.addAppender(this.events);
	}

	@AfterEach
	void stopListening() {
		this.logger.detachAppender(this.events);
		this.context.terminate();
	}

	@Test
	void aSocketThatWasClosedMeanwhileIsNoCauseForAlarm() {
		this.context.getUncaughtExceptionHandler()
			.uncaughtException(Thread.currentThread(), new ZError.IOException(new ClosedChannelException()));
		assertThat(levels()).isEmpty();
	}

	@Test
	void allElseIs() {
		this.context.getNotificationExceptionHandler()
			.uncaughtException(Thread.currentThread(), new IllegalStateException());
		await().untilAsserted(() -> assertThat(levels()).containsExactly(Level.WARN));
		assertThat(this.events.list.get(0).getFormattedMessage()).contains(Thread.currentThread().getName());
	}

	@Test
	void whatStrangersCanCauseDoesNotFillTheLog() {
		for (int i = 0; i < 100; i++) {
			this.context.getNotificationExceptionHandler()
				.uncaughtException(Thread.currentThread(), new IllegalStateException());
		}
		BackgroundLogger.of(JeroMqFailures.class).warn("the last");
		await().until(() -> this.events.list.stream().anyMatch((event) -> event.getMessage().equals("the last")));
		assertThat(levels()).hasSize(2);
	}

	private List<Level> levels() {
		return this.events.list.stream().map(ILoggingEvent::getLevel).toList();
	}

}
