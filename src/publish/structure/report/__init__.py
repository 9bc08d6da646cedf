"""What changed, and both editions → one HTML page."""
