"""Enforcement records (art. 22): their fields, and how files become rows. Pure Python and DuckDB, no Django."""
