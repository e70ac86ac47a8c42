"""Told results on a screen or in a file."""
