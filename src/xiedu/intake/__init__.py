"""Intake of enforcement records: from a file to the lake, every fault told, nothing loaded twice."""
