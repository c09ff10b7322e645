"""Chapter 3: the justice bureau supervises, the government decides."""
