"""LibreOffice as somebody who edits a report: opens it without a screen, changes a chart's data, saves it again."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

OFFICE = shutil.which("soffice")
ABSENT = "LibreOffice is not installed (no soffice on the path)"
MINUTES = 5 * 60
MACRO = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE script:module PUBLIC "-//OpenOffice.org//DTD OfficeDocument 1.0//EN" "module.dtd">
<script:module xmlns:script="http://openoffice.org/2000/script" script:name="Module1" script:language="StarBasic">
Sub Edit(source As String, changed As String, resaved As String, number As Double)
  Dim hidden(0) As New com.sun.star.beans.PropertyValue
  hidden(0).Name = "Hidden" : hidden(0).Value = True
  deck = StarDesktop.loadComponentFromURL(ConvertToURL(source), "_blank", 0, hidden())
  Save(deck, resaved)
  FirstChart(deck, number)
  Save(deck, changed)
  deck.close(True)
End Sub

Sub FirstChart(deck, number As Double)
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


def edit(deck: Path, folder: Path, number: float) -> tuple[Path, Path]:
    """Save the deck as it is, and with another first number in the data of its first chart."""
    home = folder / "home"
    office(home, "--terminate_after_init")  # writes an empty library, which would replace ours
    (home / "user" / "basic" / "Standard" / "Module1.xba").write_text(MACRO, encoding="utf-8")
    changed, resaved = folder / f"changed{deck.suffix}", folder / f"resaved{deck.suffix}"
    office(home, f'macro:///Standard.Module1.Edit("{deck}","{changed}","{resaved}",{number:g})')
    return changed, resaved


def convert(file: Path, form: str, folder: Path) -> Path:
    office(folder / "home", "--convert-to", form, "--outdir", str(folder), str(file))
    return folder / f"{file.stem}.{form}"


def office(home: Path, *words: str) -> None:
    command = [str(OFFICE), "--headless", "--norestore", f"-env:UserInstallation={home.as_uri()}", *words]
    subprocess.run(command, check=True, capture_output=True, timeout=MINUTES)
