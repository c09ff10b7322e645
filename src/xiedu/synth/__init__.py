"""A synthetic city: enforcement records with planted breaches and labels, written without the checks."""
