"""The only door outside: disk, processes, pandoc, fonts, built-in assets, cache, clock, network."""
