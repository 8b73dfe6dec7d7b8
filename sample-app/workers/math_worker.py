"""The functions of the sample's Python worker. All that is public here can be called."""
import collections
import logging
import math
import random
import re
import statistics as stats
import sys
import time
from typing import Iterator

logger = logging.getLogger("writer")


def greet(name: str) -> str:
    return f"Hello {name}, from Python {sys.version_info.major}.{sys.version_info.minor}"


def add(a: int, b: int) -> int:
    return a + b


def factorial(n: int) -> int:
    if n > 20:  # checked first: to compute a huge one would take long, and all for nothing
        raise ValueError(f"factorial({n}) does not fit into 64 bits; the largest that does is "
                         "factorial(20)")
    return math.factorial(n)


def statistics(numbers: list[float]) -> dict[str, float]:
    if not numbers:
        raise ValueError("statistics of no numbers at all: give at least one")
    return {
        "mean": stats.fmean(numbers),
        "median": float(stats.median(numbers)),
        "stdev": stats.stdev(numbers) if len(numbers) > 1 else 0.0,
        "min": min(numbers),
        "max": max(numbers),
    }


def word_count(text: str) -> dict:
    words = re.findall(r"[^\W\d_]+(?:['’-][^\W\d_]+)*", text.lower())
    counts = collections.Counter(words)
    return {
        "characters": len(text),
        "lines": len(text.splitlines()),
        "words": len(words),
        "distinct": len(counts),
        "top": dict(counts.most_common(10)),
    }


def write(text: str, words: int, pause: float = 0.1) -> Iterator[str]:
    """Writes words, each of which follows the one before it somewhere in the text."""
    given = text.split()
    followers = collections.defaultdict(list)
    for word, following in zip(given, given[1:]):
        followers[word].append(following)
    word = random.choice(given)
    written = 0
    try:
        while written < words:
            yield word
            written += 1
            time.sleep(pause)  # seconds, as if it had to think
            word = random.choice(followers[word] or given)
    finally:  # runs as well when the reader wants no more
        logger.info("Wrote %d of %d words", written, words)
