"""Whole numbers in Chinese characters, which count by ten thousands."""

from __future__ import annotations

DIGITS = "零一二三四五六七八九"
PLACES = ("", "十", "百", "千")
GROUPS = ("", "万", "亿", "万亿", "亿亿")


def in_characters(number: int) -> str:
    """``三十一``, ``一百零五``, ``二万五千六百``; zeros between digits are said once.

    Raises:
        ValueError: the number has more than twenty digits.
    """
    if number < 0:
        return f"负{in_characters(-number)}"
    if number >= 10 ** (4 * len(GROUPS)):
        raise ValueError(f"{number} has too many digits to be put in words")
    if number == 0:
        return DIGITS[0]
    text, gap = "", False
    for index in reversed(range(len(GROUPS))):
        group = number // 10_000**index % 10_000
        if group:
            between = DIGITS[0] if text and (gap or group < 1000) else ""
            text += between + four_digits(group) + GROUPS[index]
        gap = bool(text) and not group
    return text[1:] if text.startswith("一十") else text


def four_digits(group: int) -> str:
    """A number below ten thousand."""
    text, gap = "", False
    for place in reversed(range(4)):
        digit = group // 10**place % 10
        if digit:
            text += (DIGITS[0] if gap and text else "") + DIGITS[digit] + PLACES[place]
        gap = not digit
    return text


def digit_by_digit(digits: str) -> str:
    """``二零一五``"""
    return "".join(DIGITS[int(digit)] for digit in digits)
