"""What a book's own pieces are called in each language: the headings of what is made, the words before numbers.

Data. A language that is not listed has the English words.
"""

from __future__ import annotations

from collections.abc import Mapping

from publish.model.pieces import Role

HEADED: tuple[Role, ...] = (
    "contents",
    "figures",
    "tables",
    "foreword",
    "preface",
    "acknowledgments",
    "introduction",
    "prologue",
    "epilogue",
    "afterword",
    "glossary",
    "notes",
    "bibliography",
    "index",
    "part",
    "appendix",
)
"""The pieces that have a word, in the order of the table."""

_TABLE = """
en Contents | Figures | Tables | Foreword | Preface | Acknowledgments | Introduction | Prologue | Epilogue | Afterword | Glossary | Notes | Bibliography | Index | Part | Appendix
de Inhalt | Abbildungen | Tabellen | Geleitwort | Vorwort | Dank | Einleitung | Prolog | Epilog | Nachwort | Glossar | Anmerkungen | Literatur | Register | Teil | Anhang
fr Table des matières | Figures | Tableaux | Préface | Avant-propos | Remerciements | Introduction | Prologue | Épilogue | Postface | Glossaire | Notes | Bibliographie | Index | Partie | Annexe
fa فهرست | فهرست شکل‌ها | فهرست جدول‌ها | مقدمه | پیش‌گفتار | سپاسگزاری | درآمد | پیش‌درآمد | پایان‌نامه | پس‌گفتار | واژه‌نامه | یادداشت‌ها | کتاب‌نامه | نمایه | بخش | پیوست
"""  # noqa: E501


def _read() -> Mapping[str, Mapping[Role, str]]:
    table: dict[str, dict[Role, str]] = {}
    for line in _TABLE.strip().splitlines():
        lang, _, words = line.partition(" ")
        table[lang] = dict(zip(HEADED, (word.strip() for word in words.split("|")), strict=True))
    return table


_WORDS = _read()
_OTHER_TAGS = {"no": "nb", "nn": "nb"}


def piece_word(role: Role, lang: str) -> str:
    """Return what a piece is called in a language, "" for one without a word of its own.

    >>> piece_word("index", "de-AT"), piece_word("half-title", "de")
    ('Register', '')
    """
    primary = lang.replace("_", "-").split("-")[0].lower()
    return _WORDS.get(_OTHER_TAGS.get(primary, primary), _WORDS["en"]).get(role, "")
