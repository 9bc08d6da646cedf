"""Clusters, references, style and locale become formatted citations. Pure; on citeproc-py."""
