"""Marks what a page adds to its report; nothing is cut."""
