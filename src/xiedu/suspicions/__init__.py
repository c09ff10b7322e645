"""Suspicions (疑点): what the checks find in the lake, until a person confirms or dismisses it (arts 14, 22)."""
