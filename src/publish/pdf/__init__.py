"""The PDF toolbox under paginating, press and structure."""
