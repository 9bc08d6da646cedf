"""The network is reached only by public addresses, within limits."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from publish.world.network import NotFetched, fetch, is_public


class Answers(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        if self.path == "/picture?size=1":
            self.answer(200, b"picture")
        elif self.path == "/moved":
            self.answer(302, b"", Location="/picture?size=1")
        elif self.path == "/loop":
            self.answer(302, b"", Location="/loop")
        elif self.path == "/inward":
            self.answer(301, b"", Location="file:///etc/passwd")
        elif self.path == "/big":
            self.answer(200, b"x" * 300_000)
        elif self.path == "/slow":
            self.send_response(200)
            self.end_headers()
            self.server.slow.wait(5)  # type: ignore[attr-defined]
        else:
            self.answer(404, b"")

    def answer(self, status: int, body: bytes, **headers: str) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def server() -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), Answers) as running:
        running.slow = threading.Event()  # type: ignore[attr-defined]
        thread = threading.Thread(target=running.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{running.server_port}"
        running.slow.set()  # type: ignore[attr-defined]
        running.shutdown()
        thread.join()


def test_a_public_file_is_fetched_through_redirects(server: str) -> None:
    for path in ("/picture?size=1", "/moved"):
        assert fetch(server + path, 5, 1000, allowed=lambda _: True) == b"picture"


@pytest.mark.parametrize(
    ("path", "reason"),
    [("/loop", "redirects"), ("/inward", "only http"), ("/big", "larger"), ("/none", "404")],
)
def test_what_cannot_be_had_says_why(server: str, path: str, reason: str) -> None:
    with pytest.raises(NotFetched, match=reason):
        fetch(server + path, 5, 1000, allowed=lambda _: True)


def test_the_time_limit_holds(server: str) -> None:
    with pytest.raises(NotFetched, match="time limit"):
        fetch(server + "/slow", 0.3, 1000, allowed=lambda _: True)


def test_private_addresses_are_refused(server: str) -> None:
    with pytest.raises(NotFetched, match="not a public address"):
        fetch(server + "/picture?size=1", 5, 1000)


def test_a_redirect_inward_is_refused(server: str) -> None:
    asked: list[str] = []

    def once(address: str) -> bool:
        asked.append(address)
        return len(asked) == 1

    with pytest.raises(NotFetched, match="not a public address"):
        fetch(server + "/moved", 5, 1000, allowed=once)
    assert len(asked) == 2


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "10.0.0.1", "172.16.0.1", "192.168.0.1", "169.254.169.254", "0.0.0.0", "224.0.0.1",
        "100.64.0.1", "::1", "::", "fe80::1", "fc00::1", "::ffff:127.0.0.1", "64:ff9b::7f00:1",
        "2002:7f00:1::", "ff02::1",
    ],
)  # fmt: skip
def test_no_inner_address_is_public(address: str) -> None:
    assert not is_public(address)


def test_public_addresses_are() -> None:
    assert is_public("1.1.1.1")
    assert is_public("2606:4700:4700::1111")


@pytest.mark.parametrize(
    "url",
    ["file:///etc/passwd", "ftp://e.org/x", "http://", "https://[", "data:,x", "http://e.org:99999/", "x"],
)
def test_other_addresses_are_not_fetched(url: str) -> None:
    with pytest.raises(NotFetched):
        fetch(url, 1, 1000, allowed=lambda _: False)
