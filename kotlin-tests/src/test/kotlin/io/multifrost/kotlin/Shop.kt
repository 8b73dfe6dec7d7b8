package io.multifrost.kotlin

import io.multifrost.MultifrostFunction
import io.multifrost.child.CallContext
import io.multifrost.parent.CallOptions
import io.multifrost.spring.MultifrostClient
import io.multifrost.spring.MultifrostWorker
import kotlinx.coroutines.CompletableDeferred
import kotlinx.coroutines.awaitCancellation
import kotlinx.coroutines.delay
import kotlinx.coroutines.flow.Flow
import kotlinx.coroutines.flow.asFlow
import kotlinx.coroutines.flow.flow
import kotlinx.coroutines.flow.fold
import kotlinx.coroutines.flow.map
import kotlinx.coroutines.flow.onCompletion
import kotlinx.coroutines.withTimeout
import java.util.concurrent.ConcurrentHashMap

const val SERVICE = "kotlin-shop"

@JvmInline
value class Article(val name: String)

@JvmInline
value class Pieces(val number: Int)

data class Order(val article: Article, val pieces: Int = 1, val note: String? = null)

data class Bill(val order: Order, val cents: Long, val currency: String = "EUR")

@MultifrostClient("shop")
interface ShopClient {

    fun price(article: Article): Long

    fun cheapest(): Article

    fun names(articles: List<Article>): List<Article>

    fun stock(pieces: Pieces?): Pieces?

    fun substitute(article: Article?): Article?

    fun bill(order: Order): Bill

    @MultifrostFunction("bill")
    fun billOfMap(order: Map<String, Any>): Map<String, Any?>

    fun find(name: String): Article?

    @MultifrostFunction("find")
    fun get(name: String): Article

    @MultifrostFunction("find")
    suspend fun await(name: String): Article

    @MultifrostFunction("find")
    suspend fun awaitOrNull(name: String): Article?

    suspend fun add(a: Int, b: Int = 40): Long

    @MultifrostFunction("add")
    suspend fun addWith(a: Int, options: CallOptions): Long

    suspend fun reset()

    suspend fun fail(): String

    suspend fun forever(caller: String): String

    @MultifrostFunction("forever", timeout = "2s")
    suspend fun notForever(caller: String): String

    suspend fun next(pieces: Pieces): Pieces

    fun count(to: Int): Flow<Int>

    suspend fun countLater(to: Int): Flow<Int>

    suspend fun sum(numbers: Flow<Int>): Int

    fun upper(texts: Flow<String>): Flow<String>

    fun priceOfAll(articles: List<Article> = listOf(Article("pear"), Article("fig"))): Long =
        articles.sumOf { price(it) }

    suspend fun addTwice(a: Int): Long = add(add(a, 1).toInt(), 1)

}

/** What became of functions that were given up. */
class Journal {

    private val entries = ConcurrentHashMap<String, CompletableDeferred<Unit>>()

    fun write(entry: String) = entry(entry).complete(Unit)

    fun has(entry: String) = entry(entry).isCompleted

    suspend fun await(entry: String) = withTimeout(30_000) { entry(entry).await() }

    private fun entry(entry: String) = entries.computeIfAbsent(entry) { CompletableDeferred() }

}

@MultifrostWorker(serviceId = SERVICE)
class Shop(private val journal: Journal) {

    fun price(article: Article): Long = article.name.length * 100L

    fun cheapest(): Article = Article("fig")

    fun names(articles: List<Article>): List<Article> = articles.sortedBy { it.name }

    fun stock(pieces: Pieces?): Pieces? = pieces?.let { Pieces(it.number + 1) }

    fun substitute(article: Article?): Article? = article?.let { Article(it.name + "?") }

    fun bill(order: Order): Bill = Bill(order, order.pieces * price(order.article))

    suspend fun find(name: String): Article? {
        delay(1)
        return if (name == "none") null else Article(name)
    }

    suspend fun add(a: Int, b: Int): Long {
        delay(1)
        return a.toLong() + b
    }

    suspend fun reset() = delay(1)

    suspend fun fail(): String {
        delay(1)
        throw IllegalStateException("sold out")
    }

    suspend fun forever(caller: String, context: CallContext): String {
        journal.write("$caller has called ${context.function()}")
        try {
            awaitCancellation()
        } finally {
            journal.write("$caller has given up")
        }
    }

    suspend fun next(pieces: Pieces): Pieces = Pieces(pieces.number + 1)

    fun count(to: Int): Flow<Int> = flow { (1..to).forEach { emit(it) } }.onCompletion { journal.write("$to are counted") }

    suspend fun countLater(to: Int): Flow<Int> {
        delay(1)
        return (1..to).asFlow()
    }

    suspend fun sum(numbers: Flow<Int>): Int = numbers.fold(0) { sum, number -> sum + number }

    fun upper(texts: Flow<String>): Flow<String> = texts.map { it.uppercase() }

}

/** Is called through a proxy. */
@MultifrostWorker(serviceId = SERVICE)
open class Till {

    open suspend fun twice(number: Int): Int {
        delay(1)
        return 2 * number
    }

}
