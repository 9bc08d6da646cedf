"""The network, for those who asked for it: an address in, bytes out, within limits of time and size.

Only http and https, only to public addresses (RFC 6890): a manuscript from a stranger must not reach into the
house of the reader. The name is resolved once and the connection made to the very address that was checked;
every redirect is checked like the first address.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urljoin, urlsplit

if TYPE_CHECKING:
    import http.client
    import socket

_MOST_REDIRECTS = 5
_REDIRECTS = (301, 302, 303, 307, 308)


class NotFetched(Exception):
    """An address could not be fetched; `reason` says why."""

    def __init__(self, url: str, reason: str) -> None:
        super().__init__(reason)
        self.url = url
        self.reason = reason


def is_public(address: str) -> bool:
    """Tell whether an IP address is one of the public Internet.

    >>> is_public("127.0.0.1"), is_public("169.254.169.254"), is_public("::ffff:10.0.0.1")
    (False, False, False)
    """
    import ipaddress

    number = ipaddress.ip_address(address)
    if isinstance(number, ipaddress.IPv6Address):
        inner = number.ipv4_mapped or number.sixtofour
        if inner is not None:
            return is_public(str(inner))
        if number in ipaddress.ip_network("64:ff9b::/96"):  # NAT64 carries an IPv4 address in its last bits
            return is_public(str(ipaddress.IPv4Address(int(number) & 0xFFFF_FFFF)))
    return number.is_global and not number.is_multicast and not number.is_reserved


def fetch(
    url: str,
    time_limit_s: float,
    max_bytes: int,
    allowed: Callable[[str], bool] = is_public,
) -> bytes:
    """Return what lies at an http or https address; raises `NotFetched`.

    `allowed` judges every IP address before a connection is made. A missing scheme (`//host/…`) means https.
    """
    deadline = time.monotonic() + time_limit_s
    address = f"https:{url}" if url.startswith("//") else url
    for _ in range(_MOST_REDIRECTS + 1):
        answer = _ask(_Request(url, address, deadline, max_bytes, allowed))
        if isinstance(answer, bytes):
            return answer
        address = urljoin(address, answer.location)
    raise NotFetched(url, f"more than {_MOST_REDIRECTS} redirects")


@dataclass(frozen=True, slots=True)
class _Request:
    url: str
    address: str
    deadline: float
    max_bytes: int
    allowed: Callable[[str], bool]

    def seconds_left(self) -> float:
        left = self.deadline - time.monotonic()
        if left <= 0:
            raise NotFetched(self.url, "the time limit ran out")
        return left


@dataclass(frozen=True, slots=True)
class _Redirect:
    location: str


def _ask(request: _Request) -> bytes | _Redirect:
    import http.client  # 25 ms, for the few builds that may use the network

    try:
        parts = urlsplit(request.address)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        raise NotFetched(request.url, "the address is malformed") from None
    if parts.scheme not in ("http", "https") or not host:
        raise NotFetched(request.url, "only http and https addresses are fetched")
    secure = parts.scheme == "https"
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    connection = http.client.HTTPConnection(host, port or (443 if secure else 80))
    try:
        connection.sock = _connect(request, host, connection.port, secure=secure)
        headers = {
            "Host": parts.netloc.rpartition("@")[2],
            "User-Agent": "publish",
            "Accept-Encoding": "identity",
            "Connection": "close",
        }
        connection.request("GET", path.replace(" ", "%20"), headers=headers)
        response = connection.getresponse()
        location = response.headers.get("Location")
        if response.status in _REDIRECTS and location:
            return _Redirect(location)
        if response.status != http.client.OK:
            raise NotFetched(request.url, f"the server answered {response.status} {response.reason}")
        return _body(request, connection, response)
    except TimeoutError:
        raise NotFetched(request.url, "the time limit ran out") from None
    except (OSError, http.client.HTTPException, UnicodeError) as trouble:
        raise NotFetched(request.url, getattr(trouble, "strerror", None) or str(trouble)) from trouble
    finally:
        connection.close()


def _connect(request: _Request, host: str, port: int, *, secure: bool) -> socket.socket:
    """Connect to the first address the name has, after checking all of them."""
    import socket
    import ssl

    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    addresses = [str(entry[4][0]) for entry in found]
    if not addresses or not all(request.allowed(address.partition("%")[0]) for address in addresses):
        raise NotFetched(request.url, f"{host} is not a public address")
    plain = socket.create_connection((addresses[0], port), timeout=request.seconds_left())
    if not secure:
        return plain
    try:
        return ssl.create_default_context().wrap_socket(plain, server_hostname=host)
    except BaseException:
        plain.close()
        raise


def _body(
    request: _Request, connection: http.client.HTTPConnection, response: http.client.HTTPResponse
) -> bytes:
    chunks: list[bytes] = []
    size = 0
    while chunk := _piece(request, connection, response):
        chunks.append(chunk)
        size += len(chunk)
        if size > request.max_bytes:
            raise NotFetched(request.url, f"it is larger than {request.max_bytes} bytes")
    return b"".join(chunks)


def _piece(
    request: _Request, connection: http.client.HTTPConnection, response: http.client.HTTPResponse
) -> bytes:
    if connection.sock is not None:  # None once the response owns the closing connection
        connection.sock.settimeout(request.seconds_left())
    else:
        request.seconds_left()
    return response.read1(65536)
