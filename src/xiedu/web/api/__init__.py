"""The JSON door of the matters: what may be done, and doing it, by the same door as page and command line."""
