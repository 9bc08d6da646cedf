"""A headless Chromium, driven over its DevTools protocol: pages are opened, keys pressed, the document asked.

The protocol runs over two pipes (`--remote-debugging-pipe`: JSON messages, each ended by a zero byte, on file
descriptors 3 and 4), so that no port is opened and no library is needed. What a page complains of on its
console is kept in `complaints`. See https://chromedevtools.github.io/devtools-protocol/.
"""

from __future__ import annotations

import base64
import contextlib
import fcntl
import json
import os
import select
import shutil
import signal
import time
from pathlib import Path
from types import TracebackType
from typing import Any

PROGRAM = next(
    (
        path
        for name in ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
        if (path := shutil.which(name))
    ),
    None,
)
_OPTIONS = (
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-dev-shm-usage",
    "--no-first-run",
    "--no-default-browser-check",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-extensions",
    "--hide-scrollbars",
    "--remote-debugging-pipe",
)
_PATIENCE_S = 60.0


class BrowserFailed(Exception):
    """Chromium did not answer, or a script in the page threw."""


class Browser:
    """One page of a headless Chromium; use it in a `with`."""

    def __init__(self, profile: Path, size: tuple[int, int] = (1400, 1000)) -> None:
        assert PROGRAM
        self.complaints: list[str] = []
        self._messages: list[dict[str, Any]] = []
        self._rest = b""
        self._number = 0
        into, self._out = os.pipe()
        self._in, out = os.pipe()
        log = os.open(profile.parent / "chromium.log", os.O_CREAT | os.O_WRONLY)
        high = [fcntl.fcntl(fd, fcntl.F_DUPFD_CLOEXEC, 10) for fd in (into, out, log)]
        dup2 = os.POSIX_SPAWN_DUP2
        self._process = os.posix_spawn(
            PROGRAM,
            [PROGRAM, *_OPTIONS, f"--user-data-dir={profile}", "about:blank"],
            os.environ,
            file_actions=[(dup2, high[0], 3), (dup2, high[1], 4), (dup2, high[2], 1), (dup2, high[2], 2)],
            setsid=True,
        )
        for fd in (into, out, log, *high):
            os.close(fd)
        target = self._call("Target.createTarget", {"url": "about:blank"}, None)["targetId"]
        attached = self._call("Target.attachToTarget", {"targetId": target, "flatten": True}, None)
        self._session: str = attached["sessionId"]
        for domain in ("Page", "Runtime", "Log"):
            self.call(f"{domain}.enable")
        self.resize(*size)

    def __enter__(self) -> Browser:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        with contextlib.suppress(BrowserFailed, OSError):
            self._call("Browser.close", {}, None)
        deadline = time.monotonic() + 5
        while time.monotonic() < deadline and os.waitpid(self._process, os.WNOHANG)[0] == 0:
            time.sleep(0.02)
        with contextlib.suppress(ProcessLookupError, ChildProcessError):
            os.killpg(self._process, signal.SIGKILL)
            os.waitpid(self._process, 0)
        os.close(self._in)
        os.close(self._out)

    def call(self, method: str, **parameters: Any) -> dict[str, Any]:
        """Ask the page something in the words of the protocol."""
        return self._call(method, parameters, self._session)

    def open(self, address: str) -> None:
        """Go to an address anew and wait until it is loaded."""
        for url in ("about:blank", address):
            self.complaints.clear()
            self.call("Page.navigate", url=url)
            asked = f"location.href === {json.dumps(url)} && document.readyState === 'complete'"
            deadline = time.monotonic() + _PATIENCE_S
            while not self.run(asked):
                if time.monotonic() > deadline:
                    raise BrowserFailed(f"{url} was not loaded")
                time.sleep(0.02)

    def run(self, script: str) -> Any:
        """Return what an expression in the page comes to."""
        answer = self.call("Runtime.evaluate", expression=script, returnByValue=True, awaitPromise=True)
        if "exceptionDetails" in answer:
            raise BrowserFailed(json.dumps(answer["exceptionDetails"])[:500])
        return answer["result"].get("value")

    def press(self, key: str) -> None:
        """Press and release a key, as a person does."""
        codes = {"Tab": 9, "Enter": 13, "Escape": 27, "ArrowLeft": 37, "ArrowRight": 39, "Home": 36, "End": 35}
        code = codes.get(key, ord(key[0].upper()))
        text = {"text": key} if len(key) == 1 else {"text": "\r"} if key == "Enter" else {}
        for kind in ("keyDown", "keyUp"):
            given = text if kind == "keyDown" else {}
            self.call("Input.dispatchKeyEvent", type=kind, key=key, windowsVirtualKeyCode=code, **given)

    def resize(self, width: int, height: int, *, phone: bool = False) -> None:
        """Set the size of the window in CSS pixels."""
        self.call(
            "Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1, mobile=phone
        )

    def emulate(self, *, media: str = "", scheme: str = "light") -> None:
        """Show the page for print or screen, to a person who likes it light or dark."""
        features = [{"name": "prefers-color-scheme", "value": scheme}]
        self.call("Emulation.setEmulatedMedia", media=media, features=features)

    def picture(self, path: Path, *, whole: bool = False) -> bytes:
        """Return what the window shows, or the whole page, as PNG, and write it to a file."""
        taken = self.call("Page.captureScreenshot", format="png", captureBeyondViewport=whole)
        content = base64.b64decode(taken["data"])
        path.write_bytes(content)
        return content

    def names(self, role: str) -> list[str]:
        """Return the names assistive technology reads for everything of a role."""
        self.call("Accessibility.enable")
        nodes = self.call("Accessibility.getFullAXTree")["nodes"]
        return [
            node.get("name", {}).get("value", "")
            for node in nodes
            if node.get("role", {}).get("value") == role and not node.get("ignored")
        ]

    def _call(self, method: str, parameters: dict[str, Any], session: str | None) -> dict[str, Any]:
        self._number += 1
        number = self._number
        asked = {"id": number, "method": method, "params": parameters}
        message = json.dumps(asked | ({"sessionId": session} if session else {})).encode() + b"\0"
        while message:
            message = message[os.write(self._out, message) :]
        deadline = time.monotonic() + _PATIENCE_S
        while True:
            for answer in self._messages:
                if answer.get("id") == number:
                    self._messages.remove(answer)
                    if "error" in answer:
                        raise BrowserFailed(f"{method}: {answer['error'].get('message')}")
                    return answer["result"]  # type: ignore[no-any-return]
            self._read(deadline)

    def _read(self, deadline: float) -> None:
        while b"\0" not in self._rest:
            ready, _, _ = select.select([self._in], [], [], max(0.0, deadline - time.monotonic()))
            chunk = os.read(self._in, 1 << 20) if ready else b""
            if not chunk:
                raise BrowserFailed("Chromium does not answer")
            self._rest += chunk
        *whole, self._rest = self._rest.split(b"\0")
        for text in whole:
            message = json.loads(text)
            if "id" in message:
                self._messages.append(message)
            self._listen(message)

    def _listen(self, message: dict[str, Any]) -> None:
        told = message.get("params", {})
        match message.get("method"):
            case "Runtime.exceptionThrown":
                self.complaints.append(json.dumps(told["exceptionDetails"])[:500])
            case "Log.entryAdded" if told["entry"]["level"] in {"error", "warning"}:
                self.complaints.append(told["entry"]["text"])
            case "Runtime.consoleAPICalled" if told["type"] in {"error", "warning", "assert"}:
                self.complaints.append(json.dumps(told["args"])[:500])
            case _:
                pass
