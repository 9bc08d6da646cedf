"""The essay from Markdown to PDF in one cold process, beside plain `pandoc | weasyprint` on the same file."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

from benchmarks.contest import Contender, Contest
from publish.world.pandoc import pandoc_program

ESSAY = Path(__file__).resolve().parent.parent / "manuscript" / "black-january"


def essay_contest(folder: Path) -> Contest:
    """Prepare the contest in a folder: the essay copied, every contender with its own output."""
    project = folder / "black-january"
    shutil.copytree(ESSAY, project)
    scripts = Path(sys.executable).parent
    chapters = sorted(path.name for path in project.glob("*.md"))
    bibliography = [
        f"--bibliography={path.name}" for path in sorted(project.glob("*.y*ml")) if path.stem == "sources"
    ]
    pandoc = " ".join([pandoc_program(), "--standalone", "--citeproc", "--wrap=none", *bibliography, *chapters])
    return Contest(
        "The essay, Markdown to PDF, one cold process",
        project,
        (
            Contender(
                "publish",
                (
                    str(scripts / "publish"),
                    "build",
                    ".",
                    "--to",
                    "pdf",
                    "--output",
                    str(folder / "ours"),
                    "--quiet",
                ),
                {"PUBLISH_CACHE": "off"},
            ),
            Contender(
                "pandoc, then WeasyPrint",
                ("sh", "-c", f"{pandoc} | {scripts / 'weasyprint'} -q - {folder / 'plain.pdf'}"),
            ),
        ),
    )
