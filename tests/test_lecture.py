"""A lecture file: settings are checked as they are read; what is unknown is named with its nearest."""

from pathlib import Path

import pytest
from tiny import TINY, change, copy_of_tiny

from chainreel.errors import InputError
from chainreel.lecture import Lecture, slug
from chainreel.lecture.toml_file import read_value
from chainreel.number import Cited
from chainreel.script import load_script


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A copy of the tiny lecture."""
    return copy_of_tiny(tmp_path / "lecture")


def test_a_lecture_knows_where_its_files_lie() -> None:
    """Settings, titles, runs and places come from the file and its folder."""
    lecture = Lecture.load(TINY)
    assert (lecture.chapters, lecture.language, lecture.quality, lecture.theme) == (
        ("slopes",),
        "en",
        "draft",
        "dark",
    )
    assert lecture.title("ja") == "傾きのくさり"
    assert lecture.runs == {"gates": {"x": 0.5, "gates": 3}}
    assert lecture.scene_path("slopes").is_file()
    assert lecture.script_path("slopes").is_file()
    assert (lecture.records_dir / "gates.json").is_file()
    assert (lecture.experiments_dir / "gates.py").is_file()


@pytest.mark.parametrize(
    ("old", "new", "complaint"),
    [
        ('["en", "ja"]', '["en", "xx"]', r"\[lecture\] languages: unknown language 'xx'; .*known: en, es"),
        ('["en", "ja"]', '["en", "fr"]', "title.fr is missing"),
        ('["en", "ja"]', '["en"]', "title.ja: the lecture has no 'ja', its languages are en: add it"),
        ('["en", "ja"]', "[]", r'languages is empty: name at least one, the main one first, as in \["en"\]'),
        ('["en", "ja"]', '["en", "ja", "en"]', "'en' stands there more than once"),
        ('["en", "ja"]', '"en"', 'languages is "en", expected a list'),
        (
            'languages = ["en", "ja"]',
            'language = "en"',
            "language is no key any more: name the main language",
        ),
        ('languages = ["en", "ja"]\n', "", r'lacks \'languages\': write languages = \["en"\], the main'),
        ('quality = "draft"', 'quality = "8k"', "unknown quality '8k'; known: draft, 720p30"),
        ('quality = "draft"', 'theme = "blue"', "unknown theme 'blue'; known: dark, light"),
        ('quality = "draft"', "quality = 3", "quality is 3, expected a str"),
        ('quality = "draft"', 'qualtiy = "draft"', "unknown key 'qualtiy'; did you mean 'quality'"),
        ('quality = "draft"', 'colour = "en"', "unknown key 'colour'"),
        ("[runs.gates]", "[experiments.gates]", r"unknown table \[experiments\]"),
        ("[runs.gates]", "[runs]\nother = 3\n[runs.gates]", r"runs.other is 3: write a table \[runs.other\]"),
        ("[lecture]", "voice = 1\n[lecture]", r"voice is 1: write a table \[voice\]"),
        ('["slopes"]', '["slope"]', "unknown chapter 'slope'; known: slopes"),
        ('["slopes"]', "[]", "chapters is empty"),
        ('["slopes"]', '["my slopes"]', "chapter 'my slopes': name its files with letters, digits, _ and -"),
        ('["slopes"]', '["slopes.product"]', "chapter 'slopes.product': name its files with letters"),
        ('["slopes"]', "[3]", "chapter 3: name its files with letters"),
        ('chapters = ["slopes"]\n', "", "lacks 'chapters'"),
        ('title.ja = "傾きのくさり"\n', "", "title.ja is missing"),
        ('title.ja = "傾きのくさり"', "title.ja =", "lecture.toml: .*line 4"),
    ],
)
def test_a_wrong_setting_is_one_sentence(root: Path, old: str, new: str, complaint: str) -> None:
    """Broken TOML, unknown tables, keys and values are refused with the file and what is known."""
    change(root / "lecture.toml", old, new)
    with pytest.raises(InputError, match=rf"lecture.toml: .*{complaint}|{complaint}") as caught:
        Lecture.load(root)
    assert "lecture.toml" in str(caught.value)


def test_a_lecture_file_that_is_not_there(root: Path) -> None:
    """The missing file is named, with the option that names another."""
    with pytest.raises(InputError, match=r"talk.toml does not exist: .*--lecture"):
        Lecture.load(root, "talk.toml")


@pytest.mark.parametrize(
    ("override", "key", "value"),
    [
        ("runs.gates.gates=5", "gates", 5),
        ("runs.gates.x = -0.5", "x", -0.5),
        ("runs.gates.x=[0.5, 1]", "x", [0.5, 1]),
        ("runs.gates.x=tanh", "x", "tanh"),
    ],
)
def test_settings_can_be_overridden(override: str, key: str, value: object) -> None:
    """--set reads its value as TOML, or else as text, and touches one setting."""
    lecture = Lecture.load(TINY, overrides=[override])
    assert lecture.runs["gates"][key] == value
    assert Lecture.load(TINY).runs["gates"][key] != value


@pytest.mark.parametrize(
    ("override", "complaint"),
    [
        ("runs.gate.gates=5", "did you mean 'runs.gates.gates'"),
        ("runs.gates.gates", "write key=value"),
        ("=5", "write key=value"),
        ("lecture.quality=8k", "unknown quality '8k'"),
    ],
)
def test_a_wrong_override_is_one_sentence(override: str, complaint: str) -> None:
    """An unknown setting, a missing value or a wrong one is refused, with the nearest key."""
    with pytest.raises(InputError, match=complaint):
        Lecture.load(TINY, overrides=[override])


def test_only_the_whole_lecture_at_its_own_settings_writes_to_the_plain_folder(root: Path) -> None:
    """A selection, a theme, a --set and another lecture file each get a folder of their own."""
    (root / "talk.toml").write_text((root / "lecture.toml").read_text(encoding="utf-8"), encoding="utf-8")
    plain = Lecture.load(root)
    folders = [
        plain.output_dir("ja", "1080p30", "dark"),
        plain.output_dir("en", "1080p30", "dark"),
        plain.output_dir("ja", "draft", "dark"),
        plain.output_dir("ja", "1080p30", "light"),
        plain.output_dir("ja", "1080p30", "dark", ["slopes.product"]),
        Lecture.load(root, "talk.toml").output_dir("ja", "1080p30", "dark"),
        Lecture.load(root, overrides=["runs.gates.x=1"]).output_dir("ja", "1080p30", "dark"),
        Lecture.load(root, overrides=["runs.gates.x=2"]).output_dir("ja", "1080p30", "dark"),
    ]
    assert folders[0] == root / "out" / "ja" / "1080p30"
    assert len(set(folders)) == len(folders)


def test_a_folder_name_is_safe_and_short() -> None:
    """Whatever is selected, the name has no separator and stays within a file system's limits."""
    long = "+".join(f"chapter{i}.beat" for i in range(40))
    assert "/" not in slug("runs.a.b=../x y")
    assert len(slug(long)) <= 60
    assert slug(long) != slug(long + "x")


def test_names_that_differ_only_in_signs_no_folder_takes_get_folders_of_their_own(root: Path) -> None:
    """Two lecture files in Japanese, or two titles given by --set, do not share an output folder."""
    for name in ("講義.toml", "会議.toml"):
        (root / name).write_text((root / "lecture.toml").read_text(encoding="utf-8"), encoding="utf-8")
    lectures = [
        Lecture.load(root, "講義.toml"),
        Lecture.load(root, "会議.toml"),
        Lecture.load(root, overrides=["lecture.title.ja=傾き"]),
        Lecture.load(root, overrides=["lecture.title.ja=勾配"]),
    ]
    folders = {lecture.output_dir("ja", "1080p30", "dark") for lecture in lectures}
    assert len(folders) == len(lectures)
    assert slug("runs.headline.depth=50") == "runs.headline.depth=50"


def test_files_as_windows_writes_them_are_read(root: Path) -> None:
    """Notepad's line ends, and the mark that it may put in front of UTF-8."""
    plain = Lecture.load(root), load_script(Lecture.load(root), "slopes").raw
    for file in (root / "lecture.toml", root / "scenes" / "slopes.toml"):
        file.write_text(file.read_text(encoding="utf-8"), encoding="utf-8-sig", newline="\r\n")
        assert file.read_bytes().startswith(b"\xef\xbb\xbf")
    assert (Lecture.load(root), load_script(Lecture.load(root), "slopes").raw) == plain


def test_citations_are_numbers_with_paper_and_place(root: Path) -> None:
    """A citation file holds value, paper and place; anything else is refused."""
    assert Lecture.load(root).citations() == {}
    file = root / "assets" / "citations.toml"
    file.write_text(
        '[resnet110]\nvalue = 6.43\npaper = "He et al. 2016"\nplace = "Table 6"\n', encoding="utf-8"
    )
    assert Lecture.load(root).citations()["resnet110"].source == Cited("He et al. 2016", "Table 6")
    change(file, "place", "page")
    with pytest.raises(
        InputError, match=r"citations.toml, \[resnet110\]: a citation has value, paper and place"
    ):
        Lecture.load(root).citations()


def test_override_values() -> None:
    """Numbers, lists and booleans are TOML; the rest is text."""
    assert [read_value(v) for v in ("3", "true", "[1]", "relu")] == [3, True, [1], "relu"]
