"""Manuscript lint, links, images, accessibility, e-book validation."""
