"""One number, from a row of a file to a slide and back. Read this first; the arithmetic is in data/twelve_tickets."""

from pathlib import Path
from shutil import copy

from pptx import Presentation

from kefu.comparisons import compare
from kefu.configuration import Configuration
from kefu.findings import Period
from kefu.narrative.narrator import Narrator
from kefu.project import Project

TWELVE = Path(__file__).parent / "data" / "twelve_tickets"


def test_a_number_travels_from_a_row_to_a_slide_and_back(tmp_path: Path) -> None:
    project = Project.create(tmp_path / "lantern", Configuration(company="Lantern", timezone="UTC"))
    copy(TWELVE / "twelve_tickets.yaml", project.folder / "mappings")

    [taken] = project.import_files([TWELVE / "tickets.csv"]).taken
    assert (taken.rows, taken.tables["ticket"], taken.quarantined) == (12, 11, 1)

    february = Period.month("2026-02")
    [median] = project.meter.measure(["first_response_median"], february)
    assert (median.figure.value, median.figure.sample, median.figure.censored) == (0.75 * 3600, 4, 1)

    finding = compare("previous_month", project.meter, [median])["first_response_median"]
    assert (finding.figures["before"].value, finding.caveats) == (2.0 * 3600, ("small_sample",))
    assert Narrator("zh", project.metrics).tell(finding) == "首次响应时长（中位数）由2.0小时降至45.0分钟"

    deck, text = project.report(february, language="zh", formats=["pptx", "md"]).files
    notes = [
        slide.notes_slide.notes_text_frame.text for slide in Presentation(str(deck)).slides if slide.has_notes_slide
    ]
    assert any(median.figure.id in note for note in notes)
    assert "45.0分钟" in text.read_text(encoding="utf-8")

    explained = project.explain(median.figure.id)
    assert {row["ticket_id"] for row in explained.rows} == {"T7", "T8", "T9", "T11", "T12"}
    assert [(one.file, one.quarantined) for one in explained.files] == [("tickets.csv", 1)]
