"""How good the data are: the findings of ``kefu check``, told in both languages, ready to be kept with a job."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from kefu.analyses.quality import unusual
from kefu.analyses.quality.thresholds import missed
from kefu.findings import Finding
from kefu.narrative import formats
from kefu.narrative.formats import Language, Style
from kefu.narrative.narrator import Narrator
from kefu.project import Project

LANGUAGES: tuple[Language, ...] = ("zh", "en")


def told(project: Project) -> dict[str, Any]:
    """By language: sentences on what is unusual, and what is beyond the limits of ``kefu.yaml``."""
    today = datetime.now(ZoneInfo(project.configuration.timezone)).date()
    findings = project.examine(today) if project.record.imports else ()
    return {
        "as_of": today.isoformat(),
        "sequence": project.record.sequence,
        "looked_at": len(findings),
        **{language: _in_language(project, findings, language) for language in LANGUAGES},
    }


def _in_language(project: Project, findings: tuple[Finding, ...], language: Language) -> dict[str, Any]:
    narrator = Narrator(language, project.metrics, project.configuration.currency)
    style = Style(language, project.configuration.currency)
    beyond = [
        {
            "limit": one.name,
            "at_most": str(formats.figure(one.limit, one.value.unit, style)),
            "value": str(narrator.show(one.value)),
            "said": str(narrator.tell(one.finding)),
        }
        for one in missed(findings, project.configuration.quality)
    ]
    return {"unusual": [str(narrator.tell(one)) for one in unusual(findings)], "beyond": beyond}
