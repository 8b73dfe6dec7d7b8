package io.multifrost.kotlin

import io.multifrost.child.ChildWorker
import io.multifrost.internal.kotlin.Coroutines
import io.multifrost.parent.CallOptions
import io.multifrost.parent.ParentWorker
import io.multifrost.process.WorkerCommand
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.runBlocking
import org.assertj.core.api.Assertions.assertThat
import org.assertj.core.api.Assertions.assertThatIllegalArgumentException
import org.junit.jupiter.api.Test
import tools.jackson.databind.json.JsonMapper
import tools.jackson.module.kotlin.kotlinModule
import java.lang.reflect.Proxy
import java.util.concurrent.CompletableFuture

private val mapper = JsonMapper.builder().addModule(kotlinModule()).build()

data class Person(val name: String, val age: Int = 36)

class People {

    suspend fun twin(person: Person) = person.copy(name = person.name + "'s twin")

    fun rename(article: Article): Article = Article(article.name.uppercase())

}

interface PeopleClient {

    suspend fun twin(person: Person): Person

    fun rename(article: Article): Article

}

interface ReadyClient {

    suspend fun article(): Article

    suspend fun pieces(): Pieces?

    suspend fun nothing()

}

interface ListeningClient {

    fun listen(listener: (String) -> Unit)

}

object PeopleProgram {

    @JvmStatic
    fun main(args: Array<String>) = ChildWorker.serving(People()).jsonMapper(mapper).run()

}

/** Kotlin on both sides of a process of its own, without Spring. */
class KotlinCoreTests {

    @Test
    fun `a program in Kotlin is called from Kotlin`() {
        val command = WorkerCommand.java(PeopleProgram::class.java.name)
        ParentWorker.spawn(command).name("people").jsonMapper(mapper).start().use { people ->
            val client = people.`as`(PeopleClient::class.java)
            assertThat(runBlocking { client.twin(Person("Ada")) }).isEqualTo(Person("Ada's twin"))
            assertThat(client.rename(Article("fig"))).isEqualTo(Article("FIG"))
            assertThat(people.describe(CallOptions.DEFAULTS).orElseThrow().map { it.signature() })
                .containsExactly("rename(article: String) -> String", "twin(person: Person) -> Person")
            assertThatIllegalArgumentException().isThrownBy { people.`as`(ListeningClient::class.java) }
                .withMessageContaining("Method listen of client")
                .withMessageContaining("which cannot be sent to another process")
        }
    }

    @Test
    fun `a result that is there already is returned as the compiler expects it`() {
        for (dispatcher in listOf(Dispatchers.Default, Dispatchers.Unconfined)) {
            runBlocking(dispatcher) {
                assertThat(ready(Article("fig")).article()).isEqualTo(Article("fig"))
                assertThat(ready(Pieces(2)).pieces()).isEqualTo(Pieces(2))
                assertThat(ready(null).pieces()).isNull()
                assertThat(ready(null, nothing = true).nothing()).isEqualTo(Unit)
            }
        }
    }

    private fun ready(result: Any?, nothing: Boolean = false): ReadyClient =
        Proxy.newProxyInstance(javaClass.classLoader, arrayOf(ReadyClient::class.java)) { _, _, arguments ->
            Coroutines.await(CompletableFuture.completedFuture(result), nothing, arguments.last())
        } as ReadyClient

}
