"""Make the Chinese and Korean fonts of chainreel/fonts/: the command is in chainreel/fonts/README.md."""

from __future__ import annotations

import argparse
from pathlib import Path

from fontTools.ttLib import TTFont
from subset_fonts import FONTS, TEXT_FEATURES, between, write

WEIGHTS = ("500Medium", "700Bold")  # text is set in no others: a lighter one costs as much and is seldom seen
ALIEN = between((0x20, 0x17F), (0x370, 0x4FF), (0x2460, 0x24FF), (0x2500, 0x257F))
PUNCTUATION = between(
    (0x2010, 0x2027), (0x2030, 0x203B), (0x3000, 0x303F), (0xFF01, 0xFF5E), (0xFFE0, 0xFFE6)
)


def standard(encoding: str) -> set[int]:
    """The characters of a double-byte standard without its Latin, Greek, Cyrillic and line drawing."""
    pairs = (bytes([row, cell]) for row in range(0xA1, 0xFF) for cell in range(0xA1, 0xFF))
    return {ord(c) for pair in pairs for c in pair.decode(encoding, "ignore") if len(c) == 1} - ALIEN


def chinese() -> set[int]:
    """GB 2312: 6,763 characters of both levels, kana, punctuation."""
    return standard("gb2312") | PUNCTUATION


def korean() -> set[int]:
    """Every modern syllable (11,172), jamo, punctuation; Chinese characters come from Noto Sans JP."""
    return between((0xAC00, 0xD7A3), (0x3131, 0x318E)) | PUNCTUATION


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("sc", type=Path, help="unpacked npm package @expo-google-fonts/noto-sans-sc")
    parser.add_argument("kr", type=Path, help="unpacked npm package @expo-google-fonts/noto-sans-kr")
    given = parser.parse_args()
    for family, folder, codes in (("NotoSansSC", given.sc, chinese()), ("NotoSansKR", given.kr, korean())):
        (FONTS / f"LICENSE-{family}.txt").write_bytes((folder / "LICENSE_FONT").read_bytes())
        for weight in WEIGHTS:
            name = f"{family}_{weight}.ttf"
            write(TTFont(folder / weight / name), codes, TEXT_FEATURES, FONTS / name)


if __name__ == "__main__":
    main()
