"""The command line: click, console rendering, JSON lines. No logic."""
