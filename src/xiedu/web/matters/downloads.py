"""Names of downloads: Chinese names kept, never opened inside a page of ours unless they are our own PDF."""

from urllib.parse import quote


def named(name: str, *, inline: bool = False) -> str:
    """The Content-Disposition for a file name in Chinese (RFC 6266)."""
    safe = "".join(c for c in name if c.isprintable() and c not in '/\\"')[:120]
    return f"{'inline' if inline else 'attachment'}; filename*=UTF-8''{quote(safe)}"
