"""Pages of the checks and of what they find (监督线索)."""
