"""The only door the layout engine has: addresses answered from memory.

In: the publication's images and fonts by name. Out: a WeasyPrint fetcher that serves exactly these, and small
`data:` images; every other address (file, http, ftp, another name) is refused and remembered, never opened.
The base address lies in the reserved domain `.invalid` (RFC 2606), so that relative names resolve by RFC 3986.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote, unquote_to_bytes, urlsplit

from weasyprint.urls import URLFetcher, URLFetcherResponse

from publish.model.resource import FontFace, Resource

BASE = "https://publication.invalid/"
DATA_LIMIT_BYTES = 2_000_000
_DATA_TYPES = ("image/png", "image/jpeg", "image/gif", "image/webp", "image/svg+xml")


@dataclass(frozen=True, slots=True)
class Refusal:
    """An address that was asked for and not served."""

    address: str
    reason: str
    is_network: bool = False
    is_missing: bool = False
    """The address is one of the publication's own, but there is nothing under it."""


class RefusedAddress(ValueError):
    """Raised inside the engine, which catches it and goes on without the file."""


class MemoryFetcher(URLFetcher):  # type: ignore[misc]
    """Serves the publication's own files; the base class's openers are never reached."""

    def __init__(self, resources: Mapping[str, Resource], faces: tuple[FontFace, ...]) -> None:
        super().__init__(allowed_protocols=(), allow_redirects=False)
        self._files = {resource.name: resource for resource in resources.values()}
        self._files |= {face.resource.name: face.resource for face in faces}
        self.refusals: dict[str, Refusal] = {}

    def fetch(self, url: str, headers: Any = None) -> URLFetcherResponse:
        """Return the file behind an address; raise RefusedAddress for anything that is not ours."""
        if url.startswith(BASE):
            name = unquote(url[len(BASE) :].split("#", maxsplit=1)[0].split("?", maxsplit=1)[0])
            found = self._files.get(name)
            if found is None:
                raise self._refuse(name, "there is no such file in the publication", is_missing=True)
            return URLFetcherResponse(url, found.content, {"Content-Type": found.media_type})
        scheme = urlsplit(url).scheme.lower()
        if scheme == "data":
            return self._fetch_data(url)
        raise self._refuse(url, "addresses outside the publication are not opened", is_network=scheme != "file")

    def _fetch_data(self, url: str) -> URLFetcherResponse:
        head, _, body = url[len("data:") :].partition(",")
        media_type, *parameters = head.split(";")
        if media_type.strip().lower() not in _DATA_TYPES:
            raise self._refuse(f"data:{head}", "only pictures may be written into a data: address")
        content = unquote_to_bytes(body)
        if len(content) > DATA_LIMIT_BYTES:
            raise self._refuse(f"data:{head}", "a data: address may hold two megabytes at most")
        if "base64" in (parameter.strip().lower() for parameter in parameters):
            content = _decode_base64(content)
        return URLFetcherResponse(url, content, {"Content-Type": media_type})

    def _refuse(
        self, address: str, reason: str, *, is_network: bool = False, is_missing: bool = False
    ) -> RefusedAddress:
        self.refusals.setdefault(address, Refusal(address, reason, is_network, is_missing))
        return RefusedAddress(f"{address}: {reason}")


def _decode_base64(content: bytes) -> bytes:
    import binascii

    try:
        return binascii.a2b_base64(b"".join(content.split()))
    except binascii.Error as error:
        raise RefusedAddress(f"data: address is not valid base64: {error}") from error
