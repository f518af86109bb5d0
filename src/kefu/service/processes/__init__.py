"""Standard processes: one YAML file each, saying how cases of a kind are to run; those here are starting points.

A project's own lie in ``processes/<name>.yaml``, and one of a built-in name replaces it. To add one, copy
``after_sales.yaml``; the file name is its name, and ``_reading.py`` says what the keys mean.
"""

from __future__ import annotations

from kefu.registry import Family
from kefu.service.processes._reading import Process, Rule, read_process

__all__ = ["PROCESSES", "Process", "Rule", "read_process"]

FOLDER = "processes"

PROCESSES: Family[Process] = Family(__name__, Process, loader=read_process)
