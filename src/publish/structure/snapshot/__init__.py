"""Page structure ↔ a text for a repository, and what of it is kept."""
