"""Make chainreel/fonts/ from its sources: the command is in chainreel/fonts/README.md."""

from __future__ import annotations

import argparse
import io
import struct
from collections.abc import Iterator
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont

FONTS = Path(__file__).resolve().parent.parent / "chainreel" / "fonts"
INTER = ("400Regular", "500Medium", "600SemiBold", "700Bold")
NOTO = ("400Regular", "500Medium", "700Bold")
MATHS = {"NewCMMath-Book": "Regular", "NewCMMath-Bold": "Bold"}
# No calt: Inter's would set "3x3" with a multiplication sign, which the words do not say.
TEXT_FEATURES = ["kern", "tnum", "ccmp", "locl", "mark", "mkmk"]
SCRIPT_PERCENT, SCRIPT_SCRIPT_PERCENT = 70, 65  # a power of a power at 50 would be too small on a screen
MATHS_FEATURES = ["ssty", "dtls", "flac", "kern"]


def between(*ranges: tuple[int, int]) -> set[int]:
    return {code for first, last in ranges for code in range(first, last + 1)}


LATIN = between(
    (0x20, 0x7E),
    (0xA0, 0x17F),
    (0x391, 0x3C9),
    (0x2010, 0x2044),
    (0x2070, 0x209C),
    (0x2200, 0x22FF),
    (0x20AC, 0x20AC),
)
SIGNS = between((0x2190, 0x21FF), (0x25A0, 0x25FF), (0x2713, 0x2717), (0x2102, 0x2135), (0x23DC, 0x23E1))
ALPHABETS = between((0x1D400, 0x1D7FF))  # mathematical italic, bold, script, double-struck


def japanese() -> set[int]:
    """JIS X 0208 without its Latin, Greek, Cyrillic and line drawing; kana, punctuation, full-width forms."""
    pairs = (bytes([row, cell]) for row in range(0xA1, 0xF5) for cell in range(0xA1, 0xFF))
    standard = {ord(c) for pair in pairs for c in pair.decode("euc_jp", "ignore")}
    alien = between((0x20, 0x17F), (0x370, 0x4FF), (0x2500, 0x257F))
    return (standard - alien) | between(
        (0x2460, 0x2473), (0x3000, 0x303F), (0x3041, 0x30FF), (0xFF01, 0xFF5E)
    )


def write(font: TTFont, codes: set[int], features: list[str], target: Path) -> None:
    """Cut ``font`` down to ``codes`` and save it without hints or time stamps."""
    options = subset.Options()
    options.layout_features = features
    options.hinting = False
    options.name_IDs = ["*"]
    options.drop_tables += ["FFTM", "PfEd", "DSIG"]
    options.notdef_outline = True
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=codes)
    cutter.subset(font)
    font.recalcTimestamp = False
    font.save(target)


def wheel_fonts(library: bytes) -> Iterator[TTFont]:
    """The OpenType fonts with PostScript outlines that lie in Typst's compiled library."""
    place = library.find(b"OTTO")
    while place >= 0:
        (count,) = struct.unpack(">H", library[place + 4 : place + 6])
        directory = library[place + 12 : place + 12 + 16 * count]
        if 5 < count < 40 and b"CFF " in directory:
            end = max(sum(struct.unpack(">LL", directory[i + 8 : i + 16])) for i in range(0, 16 * count, 16))
            if end < 5_000_000:
                yield TTFont(io.BytesIO(library[place : place + end]))
        place = library.find(b"OTTO", place + 4)


def rename(font: TTFont, family: str, style: str) -> None:
    """A changed font bears another name, as the GUST Font License asks."""
    postscript = f"{family.replace(' ', '')}-{style}"
    names = {1: family, 2: style, 3: postscript, 4: f"{family} {style}", 6: postscript, 16: family, 17: style}
    for record in font["name"].names:
        record.string = names.get(record.nameID, record.toUnicode())
    cff = font["CFF "].cff
    cff.fontNames = [postscript]
    cff.topDictIndex[0].FullName, cff.topDictIndex[0].FamilyName = names[4], family


def maths(wheel: Path) -> None:
    """The formula fonts: Book for formulas, Bold for formulas within bold text."""
    library = next((wheel / "typst").glob("_typst*")).read_bytes()
    for font in wheel_fonts(library):
        style = MATHS.get(font["name"].getDebugName(6))
        if style:
            rename(font, "Chainreel Maths", style)
            font["MATH"].table.MathConstants.ScriptPercentScaleDown = SCRIPT_PERCENT
            font["MATH"].table.MathConstants.ScriptScriptPercentScaleDown = SCRIPT_SCRIPT_PERCENT
            write(font, LATIN | SIGNS | ALPHABETS, MATHS_FEATURES, FONTS / f"ChainreelMaths-{style}.otf")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("inter", type=Path, help="unpacked npm package @expo-google-fonts/inter")
    parser.add_argument("noto", type=Path, help="unpacked npm package @expo-google-fonts/noto-sans-jp")
    parser.add_argument("typst", type=Path, help="site-packages that holds the typst wheel")
    given = parser.parse_args()
    for weight in INTER:
        name = f"Inter_{weight}.ttf"
        write(TTFont(given.inter / weight / name), LATIN | SIGNS, TEXT_FEATURES, FONTS / name)
    for weight in NOTO:
        name = f"NotoSansJP_{weight}.ttf"
        write(TTFont(given.noto / weight / name), japanese(), TEXT_FEATURES, FONTS / name)
    maths(given.typst)


if __name__ == "__main__":
    main()
