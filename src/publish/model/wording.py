"""Marks and digests of words: how a snapshot sees every word without spelling it out.

In: a text. Out: one of sixteen letters a word (its mark) and a digest of the whole. A changed word is found by
the digest for certain, and in its place by its mark in 15 of 16 cases; more letters would make snapshots larger
than a pull request can bear. Spaces do not count in digests, as nothing in a PDF tells them for certain.
"""

from __future__ import annotations

from functools import lru_cache
from hashlib import sha256
from zlib import crc32

_ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
_MARKS = "abcdefghijklmnop"
DIGEST_LENGTH = 6


def squash(text: str) -> str:
    """Return a text without its white space.

    >>> squash("to be  or not")
    'tobeornot'
    """
    return "".join(text.split())


def digest_of(text: str) -> str:
    """Return the digest of a text's characters, white space left out.

    >>> digest_of("to be") == digest_of("tobe") != digest_of("to bee")
    True
    """
    number = int.from_bytes(sha256(squash(text).encode("utf-8", "surrogatepass")).digest()[:5])
    return "".join(_ALPHABET[number >> shift & 63] for shift in range(0, 6 * DIGEST_LENGTH, 6))


def marks_of(text: str) -> str:
    """Return the marks of a text's words.

    >>> marks_of("to be or not to be")[:2] == marks_of("to be or not to be")[-2:]
    True
    """
    return "".join(map(_mark, text.split()))


@lru_cache(maxsize=50_000)
def _mark(word: str) -> str:
    return _MARKS[crc32(word.encode("utf-8", "surrogatepass")) & 15]
