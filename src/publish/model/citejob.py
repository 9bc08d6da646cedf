"""A job for the citation engine as other programs give it, and its answer: records and strings, no document.

The same words as in `citation.py`; the form as JSON is that of `publish cite run` (README, "The command").
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias

from publish.model.citation import Style

AnswerForm: TypeAlias = Literal["html", "text", "markdown"]


@dataclass(frozen=True, slots=True)
class PlainCite:
    """One source in a cluster; `prefix` and `suffix` are strings with CSL's rich text (`<i>see</i>`)."""

    key: str
    locator: str = ""
    label: str = "page"
    prefix: str = ""
    suffix: str = ""
    suppress_author: bool = False
    author_only: bool = False


@dataclass(frozen=True, slots=True)
class PlainCluster:
    """One citation; `note` is the number of the note it stands in, 0 in running text."""

    cites: tuple[PlainCite, ...]
    note: int = 0


@dataclass(frozen=True, slots=True)
class CiteJob:
    """What is to be formatted. `locale` "" leaves the language to the style; records are CSL-JSON by key."""

    style: Style
    locale: str
    records: tuple[tuple[str, Mapping[str, Any]], ...]
    clusters: tuple[PlainCluster, ...]
    bibliography: bool = True
    form: AnswerForm = "html"


@dataclass(frozen=True, slots=True)
class CiteAnswer:
    """One text a cluster, in the job's order, and the entries of the bibliography as (key, text)."""

    clusters: tuple[str, ...] = ()
    bibliography: tuple[tuple[str, str], ...] = ()
