"""The nouns: frozen, slotted, picklable values; standard library only."""
