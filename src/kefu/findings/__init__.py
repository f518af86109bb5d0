"""What we say: figures with a recipe and findings made of figures; the language between the core and every consumer."""

from kefu.findings.figure import Figure, Unit
from kefu.findings.finding import Finding
from kefu.findings.lineage import Lineage, Period, Query

__all__ = ["Figure", "Finding", "Lineage", "Period", "Query", "Unit"]
