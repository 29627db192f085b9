"""Strict readers and writers for the encodings that everything else is made of."""
