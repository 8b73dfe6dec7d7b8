package io.multifrost.kotlin

import io.multifrost.CallTimeoutException
import io.multifrost.RemoteCallException
import io.multifrost.ValueConversionException
import io.multifrost.parent.CallOptions
import io.multifrost.parent.ParentWorker
import io.multifrost.parent.WorkerState
import io.multifrost.spring.EnableMultifrostClients
import kotlinx.coroutines.CoroutineStart
import kotlinx.coroutines.async
import kotlinx.coroutines.cancelAndJoin
import kotlinx.coroutines.flow.asFlow
import kotlinx.coroutines.flow.flowOf
import kotlinx.coroutines.flow.take
import kotlinx.coroutines.flow.toList
import kotlinx.coroutines.launch
import kotlinx.coroutines.runBlocking
import org.aopalliance.intercept.MethodInterceptor
import org.assertj.core.api.Assertions.assertThat
import org.assertj.core.api.Assertions.assertThatExceptionOfType
import org.junit.jupiter.api.BeforeEach
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.io.TempDir
import org.springframework.aop.framework.ProxyFactory
import org.springframework.beans.factory.annotation.Autowired
import org.springframework.boot.autoconfigure.EnableAutoConfiguration
import org.springframework.boot.test.context.SpringBootTest
import org.springframework.context.annotation.Bean
import org.springframework.context.annotation.Configuration
import org.springframework.context.annotation.Import
import org.springframework.test.context.DynamicPropertyRegistry
import org.springframework.test.context.DynamicPropertySource
import java.nio.file.Path

/** A client and a worker in Kotlin call each other over a socket. */
@SpringBootTest(
    classes = [ShopTests.Application::class],
    properties = ["multifrost.parents.shop.service-id=$SERVICE", "multifrost.parents.shop.auto-startup=false"],
)
class ShopTests @Autowired constructor(val shop: ShopClient, val worker: ParentWorker, val journal: Journal) {

    @BeforeEach
    fun connect() {
        if (worker.state() == WorkerState.NEW) {
            worker.start()
        }
    }

    @Test
    fun `suspend functions return what the worker's suspend functions return`() = runBlocking<Unit> {
        assertThat(shop.add(1, 2)).isEqualTo(3)
        assertThat(shop.reset()).isEqualTo(Unit)
        assertThat((1..50).map { async { shop.add(it, it) } }.sumOf { it.await() }).isEqualTo(2550)
    }

    @Test
    fun `an error is thrown where the coroutine waits`() = runBlocking<Unit> {
        val failure = runCatching { shop.fail() }.exceptionOrNull()
        assertThat(failure).isInstanceOf(RemoteCallException::class.java).hasMessageContaining("sold out")
    }

    @Test
    fun `a coroutine that is cancelled gives its call up and cancels that of the worker`() = runBlocking<Unit> {
        val job = launch(start = CoroutineStart.UNDISPATCHED) { shop.forever("job") }
        journal.await("job has called forever")
        job.cancelAndJoin()
        journal.await("job has given up")
        assertThat(job.isCancelled).isTrue()
    }

    @Test
    fun `a call has the time limit of its method, at which the function is cancelled`() = runBlocking<Unit> {
        val failure = runCatching { shop.notForever("limited") }.exceptionOrNull()
        assertThat(failure).isInstanceOf(CallTimeoutException::class.java)
        journal.await("limited has given up")
    }

    @Test
    fun `null is a result only where the type says so`() = runBlocking<Unit> {
        assertThat(shop.find("none")).isNull()
        assertThat(shop.awaitOrNull("none")).isNull()
        assertThat(shop.get("pear")).isEqualTo(Article("pear"))
        assertThat(shop.await("pear")).isEqualTo(Article("pear"))
        assertThat(shop.awaitOrNull("pear")).isEqualTo(Article("pear"))
        assertThatExceptionOfType(ValueConversionException::class.java).isThrownBy { shop.get("none") }
            .withMessageContaining("Function 'find' of worker 'shop' answered nothing, but method get of client")
        val failure = runCatching { shop.await("none") }.exceptionOrNull()
        assertThat(failure).isInstanceOf(ValueConversionException::class.java)
            .hasMessageContaining("Function 'find' of worker 'shop' answered nothing, but method await of client")
    }

    @Test
    fun `flows stream in both directions`() = runBlocking<Unit> {
        assertThat(shop.countLater(3).toList()).containsExactly(1, 2, 3)
        assertThat(shop.sum((1..1000).asFlow())).isEqualTo(500_500)
        assertThat(shop.upper(flowOf("a", "b")).toList()).containsExactly("A", "B")
        assertThat(shop.count(1_000_000).take(3).toList()).containsExactly(1, 2, 3)
        journal.await("1000000 are counted")
    }

    @Test
    fun `value classes travel as what they hold`() = runBlocking<Unit> {
        assertThat(shop.price(Article("pear"))).isEqualTo(400)
        assertThat(shop.cheapest()).isEqualTo(Article("fig"))
        assertThat(shop.names(listOf(Article("pear"), Article("fig")))).containsExactly(Article("fig"), Article("pear"))
        assertThat(shop.stock(Pieces(1))).isEqualTo(Pieces(2))
        assertThat(shop.stock(null)).isNull()
        assertThat(shop.substitute(Article("fig"))).isEqualTo(Article("fig?"))
        assertThat(shop.substitute(null)).isNull()
        assertThat(shop.next(Pieces(1))).isEqualTo(Pieces(2))
        assertThat(worker.call("next", Any::class.java, 1)).isEqualTo(2L)
        assertThat(worker.call("cheapest", Any::class.java)).isEqualTo("fig")
    }

    @Test
    fun `data classes have their defaults`() {
        assertThat(shop.bill(Order(Article("fig"), 3))).isEqualTo(Bill(Order(Article("fig"), 3), 900))
        assertThat(shop.billOfMap(mapOf("article" to "fig")))
            .containsEntry("cents", 300L)
            .containsEntry("order", mapOf("article" to "fig", "pieces" to 1L, "note" to null))
        assertThat(worker.call("bill", Bill::class.java, mapOf("article" to "fig"))?.order?.pieces).isEqualTo(1)
    }

    @Test
    fun `default arguments and methods with a body run here`() = runBlocking<Unit> {
        assertThat(shop.add(2)).isEqualTo(42)
        assertThat(shop.priceOfAll()).isEqualTo(700)
        assertThat(shop.addTwice(1)).isEqualTo(3)
    }

    @Test
    fun `arguments can be given by the names of parameters`() = runBlocking<Unit> {
        assertThat(shop.addWith(1, CallOptions.DEFAULTS.withKeywordArgument("b", 2))).isEqualTo(3)
    }

    @Test
    fun `suspend functions run within the advice of a proxy`() = runBlocking<Unit> {
        assertThat(worker.call("twice", Any::class.java, 4)).isEqualTo(8L)
        assertThat(journal.has("twice was advised")).isTrue()
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    @EnableMultifrostClients("io.multifrost.kotlin")
    @Import(Shop::class)
    class Application {

        @Bean
        fun journal() = Journal()

        @Bean
        fun till(journal: Journal): Till {
            val advised = ProxyFactory(Till())
            advised.isProxyTargetClass = true
            advised.addAdvice(MethodInterceptor { invocation ->
                journal.write("${invocation.method.name} was advised")
                invocation.proceed()
            })
            return advised.proxy as Till
        }

    }

    companion object {

        @TempDir
        @JvmStatic
        lateinit var registry: Path

        @DynamicPropertySource
        @JvmStatic
        fun registry(properties: DynamicPropertyRegistry) {
            properties.add("multifrost.registry.directory") { registry.toString() }
        }

    }

}
