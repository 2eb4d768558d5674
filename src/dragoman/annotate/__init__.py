"""Layers over the text: grammar, times, coreference."""
