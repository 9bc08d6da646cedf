"""Two page structures → what changed between them, in sentences."""
