"""``make gallery``: every kind of report of the made-up company, every page as a picture, and contact sheets of them.

Slides and paper go through LibreOffice and pdftoppm, pages of the web through Chromium, in a wide window and in one as
narrow as a telephone; where one of them is absent what it draws is left out and said. A font the machine lacks is drawn
in Noto Sans CJK SC, whose letters are nearly as wide as those of Microsoft YaHei, and not in whatever comes first.
Reports are written one after the other and drawn meanwhile. With ``--chosen`` some slides become the pictures of the
docs: the first of a section, wherever in the deck it stands.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from argparse import ArgumentParser
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from tempfile import TemporaryDirectory

from PIL import Image
from pptx import Presentation

from kefu.project import Project
from kefu.report.document import Heading
from kefu.report.making import Made

ROOT = Path(__file__).parents[1]
GALLERY, PICTURES = ROOT / "gallery", ROOT / "docs" / "pictures"
LANGUAGES = ("zh", "en")
DRAWN = ("pptx", "pdf", "docx", "html")
DOTS = 96  # per inch: a slide of 13.3 inches is 1280 wide
ACROSS, THUMB, GAP = 4, 480, 12  # of a contact sheet, in pixels
PER_SHEET = 24
WINDOWS = {"page": "1280,4000", "telephone": "390,4000"}  # of the browser; a report goes on below
AT_ONCE = 2  # reports being drawn: each keeps a processor busy
FONTS = """<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig>
<include ignore_missing="yes">/etc/fonts/fonts.conf</include>
<alias binding="same"><family>Microsoft YaHei</family><prefer><family>Noto Sans CJK SC</family></prefer></alias>
</fontconfig>"""
CHOSEN = {  # picture of the docs: kind and language of the report, and the section whose first slide it shows
    "summary.zh": ("after_sales_monthly", "zh", "summary"),
    "indicators.zh": ("after_sales_monthly", "zh", "key_indicators"),
    "summary.en": ("after_sales_monthly", "en", "summary"),
    "causes.en": ("after_sales_monthly", "en", "causes"),
}


def main() -> None:
    parser = ArgumentParser(description=__doc__)
    parser.add_argument("company", type=Path, help="folder of a company; made with kefu demo where there is none")
    parser.add_argument("--only", nargs="*", choices=DRAWN, default=DRAWN, help="formats to draw")
    parser.add_argument("--kinds", nargs="*", help="kinds of report; default: all")
    parser.add_argument("--chosen", action="store_true", help="write the pictures of the docs anew")
    args = parser.parse_args()
    if not (args.company / "kefu.yaml").is_file():
        subprocess.run([sys.executable, "-m", "kefu", "demo", str(args.company)], check=True)
    formats = [name for name in args.only if drawable(name)]
    with TemporaryDirectory() as folder, ThreadPoolExecutor(AT_ONCE) as pool:
        fonts = Path(folder) / "fonts.conf"
        fonts.write_text(FONTS, encoding="utf-8")
        os.environ["FONTCONFIG_FILE"] = str(fonts)
        drawn = [
            pool.submit(draw, report, made, chosen=args.chosen)
            for made in reports(Project(args.company), formats, args.kinds)
            for report in made.files
        ]
        for one in drawn:
            one.result()  # what went wrong there is said here


def draw(report: Path, made: Made, *, chosen: bool) -> None:
    drawn = pages(report)
    sheets = contact_sheets(drawn, report)
    print(f"{report.name}: {', '.join(one.name for one in sheets)}", flush=True)
    if chosen and report.suffix == ".pptx":
        choose(report, made, drawn)


def drawable(form: str) -> bool:
    """Whether what draws the format is here; says so where it is not."""
    needed = {"html": ("chromium",), "pdf": ("pdftoppm",)}.get(form, ("soffice", "pdftoppm"))
    absent = [name for name in needed if shutil.which(name) is None]
    if absent:
        print(f"{form}: left out, {' and '.join(absent)} not found on the path")
    return not absent


def reports(project: Project, formats: Sequence[str], kinds: Sequence[str] | None) -> Iterator[Made]:
    """Write the kinds, or every one, in both languages."""
    for kind in kinds or project.kinds:
        made: Made | None = None
        for language in LANGUAGES:
            folder = GALLERY / kind / language
            shutil.rmtree(folder, ignore_errors=True)
            made = project.report(kind=kind, language=language, formats=formats, folder=folder, before=made)
            yield made


def pages(report: Path) -> list[Path]:
    """Draw every page of a report beside it; returns the pictures in order."""
    folder = report.parent / f"{report.suffix[1:]}_pages"
    folder.mkdir(exist_ok=True)
    with TemporaryDirectory() as scratch:
        if report.suffix == ".html":
            for name, window in WINDOWS.items():
                browse(report, folder / f"{name}.png", window, Path(scratch))
        else:
            printed = report if report.suffix == ".pdf" else converted(report, Path(scratch))
            command = ["pdftoppm", "-r", str(DOTS), "-png", str(printed), str(folder / "page")]
            subprocess.run(command, check=True)
    return sorted(folder.iterdir())


def converted(report: Path, scratch: Path) -> Path:
    home = f"-env:UserInstallation={(scratch / 'home').as_uri()}"
    command = [
        "soffice",
        "--headless",
        "--norestore",
        home,
        "--convert-to",
        "pdf",
        "--outdir",
        str(scratch),
        str(report),
    ]
    subprocess.run(command, check=True, capture_output=True)
    return scratch / f"{report.stem}.pdf"


def browse(report: Path, picture: Path, window: str, scratch: Path) -> None:
    command = ["chromium", "--headless", "--no-sandbox", "--hide-scrollbars", "--disable-gpu"]
    command += [f"--user-data-dir={scratch}", f"--window-size={window}", f"--screenshot={picture}", report.as_uri()]
    subprocess.run(command, check=True, capture_output=True)


def contact_sheets(drawn: Sequence[Path], report: Path) -> list[Path]:
    """All pages small, in reading order, at most so many on a sheet."""
    made = []
    for number, start in enumerate(range(0, len(drawn), PER_SHEET), start=1):
        made.append(report.parent / f"{report.suffix[1:]}_{number}.png")
        tiled(drawn[start : start + PER_SHEET]).save(made[-1], optimize=True)
    return made


def tiled(drawn: Sequence[Path]) -> Image.Image:
    small = [thumb(one) for one in drawn]
    high = max(one.height for one in small)
    down = -(-len(small) // ACROSS)
    sheet = Image.new("RGB", (ACROSS * (THUMB + GAP) + GAP, down * (high + GAP) + GAP), "#9a9a9a")
    for place, one in enumerate(small):
        row, column = divmod(place, ACROSS)
        sheet.paste(one, (GAP + column * (THUMB + GAP), GAP + row * (high + GAP)))
    return sheet


def thumb(drawn: Path) -> Image.Image:
    with Image.open(drawn) as page:
        return page.convert("RGB").resize((THUMB, round(page.height * THUMB / page.width)), Image.Resampling.LANCZOS)


def choose(deck: Path, made: Made, drawn: Sequence[Path]) -> None:
    """The pictures of the docs that are slides of this deck."""
    for name, (kind, language, section) in CHOSEN.items():
        if (kind, language) == (made.context.kind.name, made.document.language):
            few_colours(drawn[first_slide(deck, made, section)], name)


def first_slide(deck: Path, made: Made, section: str) -> int:
    """Which slide, counted from 0, opens the section; ends the program where none has the title and the topic of its
    first page: what happened may be the title of another section's page too."""
    first = next((one for one in made.context.shown.get(section, ()) if isinstance(one, Heading)), None)
    for place, slide in enumerate(Presentation(str(deck)).slides):
        said = {letters(shape.text_frame.text) for shape in slide.shapes if shape.has_text_frame}
        if first is not None and {letters(first.text), letters(first.eyebrow)} <= said:
            return place
    raise SystemExit(f"{deck.name}: no slide opens {section}; choose another section for the pictures of the docs")


def letters(text: str) -> str:
    """What of a title no way of setting it changes: no spaces, marks and quotes."""
    return "".join(one for one in text if one.isalnum())


def few_colours(drawn: Path, name: str) -> None:
    """Write a page as the picture ``name`` of the docs, in few colours, so that it stays small."""
    with Image.open(drawn) as page:
        few = page.convert("RGB").quantize(128, dither=Image.Dither.NONE)
    few.save(PICTURES / f"{name}.png", optimize=True)
    print(f"{name}: {(PICTURES / f'{name}.png').stat().st_size // 1024} KB")


if __name__ == "__main__":
    main()
