"""PDF and EPUB to page structure (its room is ready; the work is a later issue)."""
