"""Markdown becomes a Document; bibliographies become references."""
