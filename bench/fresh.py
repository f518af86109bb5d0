"""Running a function in a process of its own, to know its whole time and its peak memory.

The process that measures imports the standard library only: what it held would count into its children's peak.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent


@dataclass(frozen=True, slots=True)
class Run:
    """``seconds`` from start to end, start-up of Python included; ``cpu`` seconds of all cores, which other work on the
    machine disturbs less, and ``peak`` resident bytes, both None where the system does not tell; ``said`` is what the
    function returned."""

    seconds: float
    cpu: float | None
    peak: int | None
    said: dict[str, Any]

    @property
    def memory(self) -> str:
        return "not measured" if self.peak is None else f"{self.peak / 1e9:.2f} GB"

    @property
    def times(self) -> str:
        return f"{self.seconds:7.1f} s, CPU {'not measured' if self.cpu is None else f'{self.cpu:.1f} s'}"


def run(function: Callable[..., dict[str, Any]], *arguments: object) -> Run:
    """Call ``function`` with the arguments as texts, in a fresh process; it returns what JSON can hold."""
    command = [sys.executable, "-m", "bench.fresh", function.__module__, function.__name__]
    installed = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    began = time.perf_counter()  # modules are compiled as an installation leaves them: by the first round, and kept
    child = subprocess.Popen(
        [*command, *map(str, arguments)], cwd=ROOT, stdout=subprocess.PIPE, text=True, env=installed
    )
    assert child.stdout is not None
    text = child.stdout.read()
    cpu, peak = _wait(child)
    seconds = time.perf_counter() - began
    if child.returncode:
        raise SystemExit(f"{function.__name__}: failed, see above")
    return Run(seconds, cpu, peak, json.loads(text.splitlines()[-1]))


def _wait(child: subprocess.Popen[str]) -> tuple[float | None, int | None]:
    """Wait for the child's end; returns its processor seconds and its peak resident memory in bytes."""
    if sys.platform == "win32":
        child.wait()
        return None, None
    _, status, usage = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    return usage.ru_utime + usage.ru_stime, int(usage.ru_maxrss) * (1 if sys.platform == "darwin" else 1024)


if __name__ == "__main__":
    module, name, *texts = sys.argv[1:]
    print(json.dumps(getattr(import_module(module), name)(*texts)))
