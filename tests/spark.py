"""What tests on Spark share: whether there is one, and a cluster on this computer."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from importlib.util import find_spec
from pathlib import Path

import pytest

HOME = os.environ.get("JAVA_HOME")
JAVA = shutil.which("java", path=f"{HOME}/bin" if HOME else None)
MISSING = "" if find_spec("pyspark") else 'pyspark, pip install "kefu[spark]"' if JAVA else "Java 17"
needs_spark = [pytest.mark.spark, pytest.mark.skipif(bool(MISSING), reason=f"runs on Spark and needs {MISSING}")]
# For a test, or a module's fixture, that is to give the same on either.
ENGINES = ["duckdb", pytest.param("local[2]", marks=needs_spark)]

PATIENCE = 60  # seconds for a process to open its port


@contextmanager
def cluster(folder: Path, *, workers: int = 2) -> Iterator[str]:
    """The address of a master on loopback with workers of one core each; all of it ends with the block."""
    port = _free_port()
    address = f"spark://127.0.0.1:{port}"
    started: list[subprocess.Popen[bytes]] = []
    try:
        master = ["master.Master", "--host", "127.0.0.1", "--port", str(port), "--webui-port", "0"]
        started.append(_start(folder / "master.log", *master))
        _await(port)
        for number in range(workers):
            place = folder / f"worker{number}"
            worker = ["worker.Worker", "--host", "127.0.0.1", "--webui-port", "0", "-c", "1", "-m", "1g"]
            started.append(_start(folder / f"worker{number}.log", *worker, "-d", str(place), address))
        yield address
    finally:
        for process in reversed(started):
            _stop(process)


def _start(log: Path, name: str, *arguments: str) -> subprocess.Popen[bytes]:
    """One of Spark's own programs; pip's pyspark has no scripts to start a cluster, but the class they start."""
    import pyspark

    spark_class = Path(pyspark.__file__).parent / "bin" / "spark-class"
    command = [str(spark_class), f"org.apache.spark.deploy.{name}", *arguments]
    here = {**os.environ, "SPARK_LOCAL_IP": "127.0.0.1", "SPARK_DAEMON_MEMORY": "256m"}
    with log.open("wb") as output:
        return subprocess.Popen(command, stdout=output, stderr=output, env=here, start_new_session=True)


def _stop(process: subprocess.Popen[bytes]) -> None:
    """The process and those it started, which are of its session."""
    for how in (signal.SIGTERM, signal.SIGKILL):
        with suppress(ProcessLookupError):
            os.killpg(process.pid, how)
        with suppress(subprocess.TimeoutExpired):
            process.wait(timeout=20)


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        return int(server.getsockname()[1])


def _await(port: int) -> None:
    until = time.monotonic() + PATIENCE
    while True:
        with suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
            return
        if time.monotonic() > until:
            raise TimeoutError(f"no master on port {port} after {PATIENCE} seconds")
        time.sleep(0.1)
