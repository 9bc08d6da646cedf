"""Document to Document, one file a transform, in one visible ordered tuple."""
