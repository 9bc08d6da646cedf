"""Regenerate the two locks: pyproject.toml in, every package with version and digests out.

`requirements.lock` holds what `make build` needs (the build backend included), `requirements-test.lock` that
and the test tools. Resolved for all platforms and every Python from 3.11 on; no address is written.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
UV = "uv==0.13.9"
HEAD = "# Made by `make lock` from pyproject.toml; not edited by hand.\n"


def main() -> None:
    """Write both locks; the second is held to the versions of the first."""
    if len(sys.argv) > 1:
        sys.exit("usage: python -m tools.lock")
    subprocess.run([sys.executable, "-m", "pip", "install", "--quiet", UV], check=True)
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    runtime = [*project["project"]["dependencies"], *project["build-system"]["requires"]]
    tests = project["project"]["optional-dependencies"]["test"]
    write_lock(ROOT / "requirements.lock", runtime)
    write_lock(ROOT / "requirements-test.lock", [*runtime, *tests], "--constraints=requirements.lock")


def write_lock(path: Path, requirements: list[str], *options: str) -> None:
    """Resolve requirements and write them with the digests of every file the index has."""
    command = [
        *(sys.executable, "-m", "uv", "pip", "compile", "-", "--universal", "--python-version=3.11"),
        *("--generate-hashes", "--no-header", "--no-annotate", "--no-sources", "--quiet", *options),
    ]
    environment = {name: value for name, value in os.environ.items() if name != "UV_FIND_LINKS"}
    done = subprocess.run(
        command,
        input="\n".join(requirements),
        cwd=ROOT,
        env=environment,
        text=True,
        stdout=subprocess.PIPE,
        check=True,
    )
    lines = [line for line in done.stdout.splitlines() if not line.startswith(("--", "#"))]
    text = HEAD + "\n".join(lines) + "\n"
    for secret in ("://", " @ ", "/tmp", "file:"):
        if secret in text:
            sys.exit(f"{path.name} would name a place: {secret}")
    path.write_text(text, "utf-8")


if __name__ == "__main__":
    main()
