"""Chinese numerals as statutes print them."""

_DIGITS = "零一二三四五六七八九"
_UNITS = ("", "十", "百", "千")


def chinese(n: int) -> str:
    """Return ``n`` (0–9999) in Chinese numerals: 7 → 七, 17 → 十七, 105 → 一百零五, 210 → 二百一十.

    Raises ValueError outside that range.
    """
    if not 0 <= n <= 9999:
        raise ValueError(f"数字 {n} 超出 0–9999，无法写成条文序号。")
    if n == 0:
        return _DIGITS[0]
    out, gap = "", False
    for power in (3, 2, 1, 0):
        digit = n // 10**power % 10
        if digit:
            out += (_DIGITS[0] if gap and out else "") + _DIGITS[digit] + _UNITS[power]
            gap = False
        else:
            gap = True
    return out[1:] if 10 <= n <= 19 else out
