"""What many proofs share: the essay built once a session, and no cache of the person who runs the tests."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings

import publish
from publish.pipeline.request import Result
from tests.sharing import TestsByFile, in_order

ROOT = Path(__file__).parent.parent
SHARED = ROOT.parent / "shared"

# `make test` draws the same examples each time, so that a red run is about the change; `make proof` draws anew.
# How busy the machine is that draws them is no finding; a test that hangs meets its timeout.
settings.register_profile(
    "decide", derandomize=True, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.register_profile("explore", derandomize=False, print_blob=True)
settings.load_profile("decide")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put what takes long first."""
    items[:] = in_order(items)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    """Let one worker run all tests of a file, where `make test` asks for it."""
    return TestsByFile(config, log) if config.getoption("dist") == "loadfile" else None


@pytest.fixture(autouse=True, scope="session")
def _no_cache_of_the_user() -> None:
    os.environ["PUBLISH_CACHE"] = "off"


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of test material beside the checkout; tests that need it skip where it is absent."""
    if not SHARED.is_dir():
        pytest.skip("no shared material beside this checkout")
    return SHARED


@pytest.fixture(scope="session")
def essay(tmp_path_factory: pytest.TempPathFactory) -> tuple[Result, Path]:
    """The essay, all editions, built once: the result and the folder with the files."""
    folder = tmp_path_factory.mktemp("essay")
    result = publish.build(ROOT / "manuscript" / "black-january", output=folder, jobs=2)
    assert not result.failed, result.diagnostics
    return result, folder


def write_project(folder: Path, files: dict[str, str | bytes]) -> Path:
    """Write a small project and return its folder."""
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return folder
