"""Marks and digests of words: how a snapshot sees every word without spelling it out.

In: a text. Out: one of eight letters a word (its mark) and a digest of the whole. A changed word is found by
the digest for certain, and in its place by its mark in 7 of 8 cases; more letters would make snapshots larger
than a pull request can bear. Spaces do not count in digests, as nothing in a PDF tells them for certain.
"""

from __future__ import annotations

from functools import lru_cache
from hashlib import sha256
from zlib import crc32

_ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
_MARKS = "abcdefgh"
DIGEST_LENGTH = 5
_KEPT = 65_536
"""A comparison asks for the same few thousand texts again and again."""


@lru_cache(maxsize=_KEPT)
def squash(text: str) -> str:
    """Return a text without its white space.

    >>> squash("to be  or not")
    'tobeornot'
    """
    return "".join(text.split())


@lru_cache(maxsize=_KEPT)
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
    return _MARKS[crc32(word.encode("utf-8", "surrogatepass")) & 7]


def pack_marks(marks: str) -> str:
    """Return marks as base-64 letters, one for two; a dot ends an odd number.

    >>> pack_marks("abcde"), unpack_marks(pack_marks("abcde"))
    ('BTg.', 'abcde')
    """
    packed = [
        _ALPHABET[_MARKS.index(one) << 3 | _MARKS.index(two)]
        for one, two in zip(marks[::2], marks[1::2] + _MARKS[0], strict=False)
    ]
    return "".join(packed) + "." * (len(marks) % 2)


def unpack_marks(packed: str) -> str:
    """Return marks from their packed form; raise ValueError if it is not one."""
    numbers = [_ALPHABET.index(letter) for letter in packed.removesuffix(".")]
    marks = "".join(_MARKS[number >> 3] + _MARKS[number & 7] for number in numbers)
    return marks[:-1] if packed.endswith(".") else marks
