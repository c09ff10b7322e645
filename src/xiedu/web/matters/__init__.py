"""The pages of matters: what waits, the list, one matter, its moves, its papers."""
