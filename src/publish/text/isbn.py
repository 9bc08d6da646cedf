"""ISBN and DOI as authors write them, checked and in the form they are printed in.

In: `9780306406157`, `ISBN 0-306-40615-2`, `https://doi.org/10.1000/182`. Out: the ISBN with its hyphens (ISBN
Users' Manual, 7th ed., sections 5 and 6; the ranges of groups and publishers are python-stdnum's), the bare DOI
(DOI Handbook, 2.2).
"""

from __future__ import annotations

import re

_NOT_DIGITS = re.compile(r"[^0-9Xx]")
_DOI = re.compile(r"(?:(?:https?://)?(?:dx\.)?doi\.org/|doi:\s*)?(10\.\d{4,9}/\S+)\Z", re.IGNORECASE)


def read_isbn(text: str) -> str | None:
    """Return an ISBN with hyphens, or None if it is none.

    >>> read_isbn("9780306406157"), read_isbn("ISBN 0306406152"), read_isbn("9780306406158")
    ('978-0-306-40615-7', '0-306-40615-2', None)
    """
    from stdnum import isbn
    from stdnum.exceptions import ValidationError

    try:
        digits = isbn.validate(re.sub(r"(?i)^\s*isbn(?:-1[03])?[:\s]*", "", text))
    except ValidationError:
        return None
    return str(isbn.format(digits)).strip("-")


def right_isbn(text: str) -> str | None:
    """Return what an ISBN would be with the right check digit, or None if it has not the digits of one.

    >>> right_isbn("978-0-306-40615-8")
    '978-0-306-40615-7'
    """
    digits = _NOT_DIGITS.sub("", re.sub(r"(?i)^\s*isbn(?:-1[03])?[:\s]*", "", text))
    if len(digits) not in (10, 13) or not digits[:-1].isdecimal():
        return None
    return next((found for last in "0123456789X" if (found := read_isbn(digits[:-1] + last))), None)


def read_doi(text: str) -> str | None:
    """Return a DOI without its address, or None if it is none.

    >>> read_doi("https://doi.org/10.1000/182"), read_doi("doi:10.1000/182"), read_doi("12")
    ('10.1000/182', '10.1000/182', None)
    """
    found = _DOI.match(text.strip())
    return found[1] if found else None
