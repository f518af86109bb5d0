"""The numbers Kefu knows: each metric is one YAML file in ``catalogue/<topic>/``, and its file name is its name.

To add a metric, copy the nearest file of the catalogue and change it; no list is edited. A definition says what one row
is (``entity``, ``at``), which rows count (``where``), what each is worth (``value``) and how they become one number
(``aggregate``), in a small SQL language that every engine answers alike: ``expression.py`` lists its functions.
Its ``check`` is the same number asked by hand in plain DuckDB SQL, where possible by another road (from messages and
events instead of the ready column); the tests run both and compare. Titles and questions have an ``en`` and a ``zh``.

A metric that divides one by another has ``aggregate: ratio`` and names its ``numerator`` and ``denominator``; one with
``until`` is a state at the end of the period. What a definition leaves unsaid follows the rules of ``rules.py``.
A project's own ``metrics/<name>.yaml`` is read by the same ``read_definition``.
"""

from __future__ import annotations

from kefu.metrics.definition import Aggregate, Better, Definition, read_definition
from kefu.registry import Family

__all__ = ["METRICS", "Aggregate", "Better", "Definition", "read_definition"]

METRICS: Family[Definition] = Family("kefu.metrics.catalogue", Definition, loader=read_definition)
