"""publish: a folder of Markdown with citations becomes a tagged PDF, an accessible EPUB and a booklet."""

__version__ = "0.1.0"
