"""Bridgehead (桥头堡): what was said, what was done about it, sentence by sentence."""

__version__ = "0.1.0"
