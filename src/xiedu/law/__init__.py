"""The arithmetic and the vocabulary of the law: pure Python, no other room of ours, no Django."""
