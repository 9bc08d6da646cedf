"""A finished PDF, of any maker, tagged or not → its page structure."""
