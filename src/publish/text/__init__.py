"""The text toolbox under config and reading: YAML with places, metadata blocks, nearest words."""
