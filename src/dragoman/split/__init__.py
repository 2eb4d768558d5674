"""Paragraphs, quoted stretches and sentences."""
