"""A whole book from a seed: its prose, its things, its files, and the proof that its pages keep their word."""
