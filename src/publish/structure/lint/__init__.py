"""One page structure → what is wrong with it, by rules."""
