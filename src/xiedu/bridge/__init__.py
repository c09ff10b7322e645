"""Chapter 4: guidance body and justice bureau work together (arts 21, 23, 24)."""
