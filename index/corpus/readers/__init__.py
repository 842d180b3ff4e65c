"""Readers: one module per file format, which yields the raw records of a file."""
