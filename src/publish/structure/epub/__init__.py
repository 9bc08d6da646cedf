"""A finished e-book, of any maker → its page structure."""
