"""PPTX beyond what python-pptx writes: playing by itself, sections, and what Keynote insists on.

The elements are those that PowerPoint writes itself (ECMA-376, part 1, 19.5; sections: MS-PPTX 2.2).
"""

from __future__ import annotations

import uuid
import zipfile
from collections.abc import Sequence
from math import ceil
from pathlib import Path
from typing import Any
from xml.sax.saxutils import quoteattr

from lxml import etree
from pptx.opc.constants import RELATIONSHIP_TYPE
from pptx.oxml import parse_xml
from pptx.oxml.ns import qn

from chainreel.files import whole
from chainreel.languages.discovery import language_named
from chainreel.publish.deckslide import DeckSlide, by_chapter

MAIN = 'xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main"'
RELATIONS = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
PRINTER_SETTINGS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/printerSettings"
SECTIONS = "{521415D9-36F7-43E2-AB2F-B90AF26B5E84}"  # the extension that holds them
NAMESPACE = uuid.UUID("6f0c0f0e-6a86-5d0c-9e8b-7d1f4f8c2a31")  # ours, for sections' identities
EPOCH = (1980, 1, 1, 0, 0, 0)  # a ZIP's first date

# At once after the slide has come, the clip is played from its start; the click goes to the next slide.
TIMING = """<p:timing {main}><p:tnLst><p:par>
<p:cTn id="1" dur="indefinite" restart="never" nodeType="tmRoot"><p:childTnLst>
<p:seq concurrent="1" nextAc="seek"><p:cTn id="2" dur="indefinite" nodeType="mainSeq"><p:childTnLst>
<p:par><p:cTn id="3" fill="hold"><p:stCondLst><p:cond delay="indefinite"/>
<p:cond evt="onBegin" delay="0"><p:tn val="2"/></p:cond></p:stCondLst><p:childTnLst>
<p:par><p:cTn id="4" fill="hold"><p:stCondLst><p:cond delay="0"/></p:stCondLst><p:childTnLst>
<p:par><p:cTn id="5" presetID="1" presetClass="mediacall" presetSubtype="0" fill="hold"
 nodeType="afterEffect"><p:stCondLst><p:cond delay="0"/></p:stCondLst><p:childTnLst>
<p:cmd type="call" cmd="playFrom(0.0)"><p:cBhvr><p:cTn id="6" dur="{milliseconds}" fill="hold"/>
<p:tgtEl><p:spTgt spid="{shape}"/></p:tgtEl></p:cBhvr></p:cmd>
</p:childTnLst></p:cTn></p:par></p:childTnLst></p:cTn></p:par></p:childTnLst></p:cTn></p:par>
</p:childTnLst></p:cTn>
<p:prevCondLst><p:cond evt="onPrev" delay="0"><p:tgtEl><p:sldTgt/></p:tgtEl></p:cond></p:prevCondLst>
<p:nextCondLst><p:cond evt="onNext" delay="0"><p:tgtEl><p:sldTgt/></p:tgtEl></p:cond></p:nextCondLst></p:seq>
<p:video><p:cMediaNode vol="100000"><p:cTn id="7" {repeat}fill="hold" display="0">
<p:stCondLst><p:cond delay="indefinite"/></p:stCondLst></p:cTn>
<p:tgtEl><p:spTgt spid="{shape}"/></p:tgtEl></p:cMediaNode></p:video>
</p:childTnLst></p:cTn></p:par></p:tnLst></p:timing>"""


def play_by_itself(slide: Any, shape: int, seconds: float, loops: bool, advance: bool) -> None:
    """Start the clip with its slide; the click goes on, and with ``advance`` the clip's end too."""
    element, milliseconds = slide.element, round(1000 * seconds)
    for old in element.findall(qn("p:timing")):
        element.remove(old)
    after = f' advTm="{1000 * ceil(seconds)}"' if advance else ""  # Impress counts whole seconds
    transition = f'<p:transition {MAIN} spd="fast" advClick="1"{after}><p:cut/></p:transition>'
    element.append(parse_xml(transition))  # Impress reads the time of a transition that has a kind only
    repeat = 'repeatCount="indefinite" ' if loops else ""
    text = TIMING.format(main=MAIN, milliseconds=milliseconds, shape=shape, repeat=repeat)
    element.append(parse_xml(text.replace("\n", "")))


def add_sections(deck: Any, slides: Sequence[DeckSlide]) -> None:
    """A section a chapter."""
    numbers = iter(deck.slides._sldIdLst.xpath("p:sldId/@id"))
    sections = "".join(
        f'<p14:section name={quoteattr(own[0].chapter_title)} id="{identity(own[0].chapter)}"><p14:sldIdLst>'
        + "".join(f'<p14:sldId id="{next(numbers)}"/>' for _ in own)
        + "</p14:sldIdLst></p14:section>"
        for own in by_chapter(slides)
    )
    extension = parse_xml(
        f'<p:ext {MAIN} uri="{SECTIONS}"><p14:sectionLst '
        'xmlns:p14="http://schemas.microsoft.com/office/powerpoint/2010/main">'
        f"{sections}</p14:sectionLst></p:ext>"
    )
    extensions = deck.element.find(qn("p:extLst"))
    if extensions is None:
        extensions = etree.SubElement(deck.element, qn("p:extLst"))
    extensions.append(extension)


def identity(chapter: str) -> str:
    """A section's GUID: the same for the same chapter wherever it stands."""
    return f"{{{str(uuid.uuid5(NAMESPACE, chapter)).upper()}}}"


def name_notes_master(deck: Any) -> None:
    """List the notes' master in the presentation, without which Keynote does not take the notes."""
    relation = deck.part.relate_to(deck.part.notes_master_part, RELATIONSHIP_TYPE.NOTES_MASTER)
    if deck.element.find(qn("p:notesMasterIdLst")) is None:
        listed = f'<p:notesMasterId r:id="{relation}"/>'
        listed = f"<p:notesMasterIdLst {MAIN} {RELATIONS}>{listed}</p:notesMasterIdLst>"
        deck.element.find(qn("p:sldMasterIdLst")).addnext(parse_xml(listed))


def remove_printer_settings(deck: Any) -> None:
    """The template's settings for somebody's printer are none of ours, and Keynote refuses them."""
    for name, relation in list(deck.part.rels.items()):
        if relation.reltype == PRINTER_SETTINGS:
            deck.part.rels.pop(name)


def set_language(frame: Any, language: str) -> None:
    """The language of every run, for spelling and for voices that read slides aloud."""
    for run in frame._txBody.iter(qn("a:r")):
        run.get_or_add_rPr().set("lang", language_named(language).locale.region)


def pack_alike(path: Path) -> None:
    """Pack a finished deck again without the time of day, so that the same deck is the same bytes."""
    with zipfile.ZipFile(path) as given:
        parts = [(item.filename, given.read(item)) for item in given.infolist()]
    with whole(path) as again, zipfile.ZipFile(again, "w") as packed:
        for name, content in parts:
            stored = name.endswith((".mp4", ".png", ".jpeg"))
            entry = zipfile.ZipInfo(name, EPOCH)
            entry.compress_type = zipfile.ZIP_STORED if stored else zipfile.ZIP_DEFLATED
            packed.writestr(entry, content)
