"""Paragraphs set as a whole: every line end is chosen in view of all the others (total fit)."""
