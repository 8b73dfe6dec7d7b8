"""The names that Java gives to what has a name in Python."""

from __future__ import annotations

_KEYWORDS = frozenset(
    """
    abstract assert boolean break byte case catch char class const continue default do double else
    enum extends false final finally float for goto if implements import instanceof int interface
    long native new null package private protected public return short static strictfp super switch
    synchronized this throw throws transient true try void volatile while
    """.split()  # noqa: SIM905
)


def java_name(name: str) -> str:
    """Returns countVowels for count_vowels, and new_ for what is no name in Java."""
    head, *rest = [part for part in name.split("_") if part] or ["_"]
    camel = head + "".join(part[:1].upper() + part[1:] for part in rest)
    return f"{camel}_" if camel in _KEYWORDS else camel
