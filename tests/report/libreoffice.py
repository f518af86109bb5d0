"""LibreOffice as somebody who edits a report: opens it without a screen, changes a chart's data, saves it again."""

from __future__ import annotations

import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

OFFICE = shutil.which("soffice")
ABSENT = "LibreOffice is not installed (no soffice on the path)"
MINUTES = 5 * 60
MACRO = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE script:module PUBLIC "-//OpenOffice.org//DTD OfficeDocument 1.0//EN" "module.dtd">
<script:module xmlns:script="http://openoffice.org/2000/script" script:name="Module1" script:language="StarBasic">
Sub Edit(source As String, changed As String, resaved As String, reopened As String, number As String, again As String)
  deck = Opened(source)
  Save(deck, resaved)
  Change(deck, CDbl(number))
  Save(deck, changed)
  deck.close(True)
  deck = Opened(changed)
  Change(deck, CDbl(again))
  Save(deck, reopened)
  deck.close(True)
End Sub

Function Opened(path As String)
  Dim hidden(0) As New com.sun.star.beans.PropertyValue
  hidden(0).Name = "Hidden" : hidden(0).Value = True
  Opened = StarDesktop.loadComponentFromURL(ConvertToURL(path), "_blank", 0, hidden())
End Function

Sub Change(deck, number As Double)
  For Each page In deck.DrawPages
    For Each shape In page
      If shape.supportsService("com.sun.star.drawing.OLE2Shape") Then
        table = shape.Model.Data.getData()
        first = table(0)
        first(0) = number
        table(0) = first
        shape.Model.Data.setData(table)
        Exit Sub
      End If
    Next
  Next
End Sub

Sub Save(deck, path As String)
  Dim wanted(0) As New com.sun.star.beans.PropertyValue
  wanted(0).Name = "FilterName" : wanted(0).Value = "Impress MS PowerPoint 2007 XML"
  deck.storeToURL(ConvertToURL(path), wanted())
End Sub
</script:module>
"""


@dataclass(frozen=True, slots=True)
class Edited:
    """A deck after it was ``resaved`` as it is; ``changed``, with another first number in the data of its first chart;
    opened again and saved with yet another number there, ``reopened``."""

    resaved: Path
    changed: Path
    reopened: Path


def edit(deck: Path, folder: Path, number: float, again: float) -> Edited:
    """What somebody does to a deck in two sittings, the first number of the first chart being ``number``, then
    ``again``; one start of the program for all of it."""
    home = folder / "home"
    office(home, "--terminate_after_init")  # writes an empty library, which would replace ours
    (home / "user" / "basic" / "Standard" / "Module1.xba").write_text(MACRO, encoding="utf-8")
    resaved, changed, reopened = (folder / f"{name}{deck.suffix}" for name in ("resaved", "changed", "reopened"))
    # As texts: of two numbers side by side the program makes one.
    words = ",".join(f'"{word}"' for word in (deck, changed, resaved, reopened, f"{number:g}", f"{again:g}"))
    office(home, f"macro:///Standard.Module1.Edit({words})")
    return Edited(resaved, changed, reopened)


def convert(file: Path, form: str, folder: Path) -> Path:
    office(folder / "home", "--convert-to", form, "--outdir", str(folder), str(file))
    return folder / f"{file.stem}.{form}"


def office(home: Path, *words: str) -> None:
    command = [str(OFFICE), "--headless", "--norestore", f"-env:UserInstallation={home.as_uri()}", *words]
    subprocess.run(command, check=True, capture_output=True, timeout=MINUTES)
