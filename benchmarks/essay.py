"""The essay from Markdown to one PDF in one cold process, beside plain `pandoc | weasyprint` on the same file.

Both cite in the same style; the peer has no style sheet, no footnotes at the foot and no checks.
"""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

from benchmarks.contest import Contender, Contest
from publish.world.assets import csl_text
from publish.world.pandoc import pandoc_program

ESSAY = Path(__file__).resolve().parent.parent / "manuscript" / "black-january"
STYLE = "chicago-notes-bibliography"


def essay_contest(folder: Path) -> Contest:
    """Prepare the contest in a folder: the essay copied, with one edition to build."""
    project = folder / "black-january"
    shutil.copytree(ESSAY, project)
    settings = (ESSAY / "publish.yaml").read_text("utf-8").partition("\neditions:")[0]
    (project / "publish.yaml").write_text(f"{settings}\neditions: [{{to: pdf, page: A4}}]\n", "utf-8")
    (folder / "style.csl").write_text(csl_text(STYLE) or "", "utf-8")
    scripts = Path(sys.executable).parent
    pandoc = [
        *(pandoc_program(), "black-january.md", "--standalone", "--wrap=none", "--citeproc"),
        *("--bibliography=sources.yaml", "--csl=../style.csl", "--metadata=title=Essay"),
    ]
    return Contest(
        "The essay, Markdown to PDF, one cold process",
        project,
        (
            Contender(
                "publish",
                (str(scripts / "publish"), "build", ".", "--output", str(folder / "ours"), "--quiet"),
                {"PUBLISH_CACHE": "off"},
            ),
            Contender(
                "pandoc, then WeasyPrint",
                ("sh", "-c", f"{' '.join(pandoc)} | {scripts / 'weasyprint'} -q - {folder / 'plain.pdf'}"),
            ),
        ),
    )
