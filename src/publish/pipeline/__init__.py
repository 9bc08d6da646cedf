"""The order of work: gather, stages, cache, deliver."""
