"""A session of Spark: begun, set up so that it counts as the embedded engine does, and asked.

What Spark has to say while it works goes to a log file, so that a command shows its answer and nothing else.
"""

from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from pathlib import Path
from typing import Any, ClassVar

import ibis
import pyspark
import sqlglot as sg
import sqlglot.expressions as sge
from ibis.backends.pyspark import Backend as IbisBackend
from ibis.backends.sql.compilers.pyspark import PySparkCompiler
from ibis.common.exceptions import UnsupportedOperationError
from ibis.formats.pyarrow import PyArrowData
from py4j.protocol import Py4JError
from pyspark.errors import PySparkException
from pyspark.java_gateway import launch_gateway

from kefu.errors import DataError, DefinitionError, MissingPartError

OPTIONS = ibis.pyspark  # asked for by this name, Ibis registers the options that its compiler reads
APPLICATION = {"spark.app.name": "kefu", "spark.ui.enabled": "false", "spark.ui.showConsoleProgress": "false"}
SETTINGS = {
    # What an expression means depends on these; what else a cluster is used for must not.
    "spark.sql.session.timeZone": "UTC",
    "spark.sql.ansi.enabled": "true",
    "spark.sql.variable.substitute": "false",  # ${…} in a text is a text
    # Numbers of the store are encoded as BYTE_STREAM_SPLIT, which the vectorised reader of Spark 4.0 cannot read.
    "spark.sql.parquet.enableVectorizedReader": "false",
    # A table has a file a month; a job to list them would take longer than most questions.
    "spark.sql.sources.parallelPartitionDiscovery.threshold": "100000",
}
LOOPBACK = re.compile(r"local.*|spark://(127\.[0-9.]+|localhost):.*")
GLOB = re.compile(r"([\[\]{}*?\\])")  # Spark reads a path as a pattern
MEMORY = re.compile(r"([0-9.]+) *([KMGT])i?B?", re.IGNORECASE)
MEBIBYTES = {"K": 1 / 1024, "M": 1, "G": 1024, "T": 1024 * 1024}
KNOCK = 5  # seconds a master may take to open a connection
PATIENCE = 60  # seconds a cluster may take to give us a first executor
UNREADABLE = re.compile(r"reading file (\S+?)\.? |FAILED_READ_FILE|PATH_NOT_FOUND")
FAILED = re.compile(r"Job aborted|OutOfMemory|Job \d+ cancelled|stopped SparkContext|SparkContext was shut down")


class Session:
    """A session of its own, with its own views; the application behind it is one for the whole process."""

    def __init__(self, master: str, *, log: Path | None, memory: str | None) -> None:
        self.master, self.log = master, log
        self._spark = self._begun(memory)
        for name, value in SETTINGS.items():
            self._spark.conf.set(name, value)
        if master.startswith("local"):  # Spark's default of 200 parts is for a cluster; here most would be empty
            self._spark.conf.set("spark.sql.shuffle.partitions", str(2 * self._spark.sparkContext.defaultParallelism))
        self.ibis = Backend().connect(self._spark)
        self.ibis.told = self._told

    def view(self, name: str, files: Sequence[str], columns: Mapping[str, str]) -> None:
        """Make ``name`` the rows of the Parquet files; where one lacks a column it is NULL."""
        reader = self._spark.read.schema(", ".join(f"{_quoted(column)} {kind}" for column, kind in columns.items()))
        paths = [_address(file) for file in files]
        if paths:  # the month is in the path below the table's folder
            reader = reader.option("basePath", paths[0].rsplit("/", 2)[0])
        with self._told():
            reader.parquet(*(GLOB.sub(r"\\\1", path) for path in paths)).createOrReplaceTempView(_quoted(name))

    def define(self, name: str, sql: str) -> None:
        """Make ``name`` the rows of a query."""
        with self._told():
            self._spark.sql(f"CREATE OR REPLACE TEMP VIEW {_quoted(name)} AS {sql}")

    def answer(self, sql: str, members: Mapping[str, str]) -> list[dict[str, Any]]:
        with self._told():
            # By way of Arrow, because rows collected one by one come with times of this computer's zone.
            found: list[dict[str, Any]] = self._spark.sql(sql, args=dict(members)).toArrow().to_pylist()
            return found

    def close(self) -> None:
        """End the application, for every session of this process."""
        self._spark.stop()

    def _begun(self, memory: str | None) -> Any:
        """A session of this process's application, which is begun here where there is none of this master."""
        from pyspark.sql import SparkSession

        running = pyspark.SparkContext._active_spark_context
        with self._told():
            context = running if running and running.master == self.master else self._application(memory)
            return SparkSession(context).newSession()

    def _application(self, memory: str | None) -> Any:
        """The application, in the place of one of another master: a process has one."""
        _require_java()
        on_cluster = self.master.startswith("spark://")
        if on_cluster:
            self._knock()
        if pyspark.SparkContext._active_spark_context:
            pyspark.SparkContext._active_spark_context.stop()
        said = pyspark.SparkConf().setMaster(self.master).setAll([*APPLICATION.items(), *self._place(memory)])
        context = pyspark.SparkContext(conf=said, gateway=self._gateway(said))
        if on_cluster:
            self._await_executor(context)
        return context

    def _gateway(self, said: Any) -> Any:
        """Java, started with all it writes going to the log; None where it runs already."""
        if pyspark.SparkContext._gateway:
            return None
        with self._logged() as output:
            return launch_gateway(said, {"stdout": output, "stderr": output})

    def _place(self, memory: str | None) -> Iterator[tuple[str, str]]:
        """What depends on where the work is done: on this computer alone nothing listens to the network."""
        if LOOPBACK.fullmatch(self.master):
            yield "spark.driver.host", "127.0.0.1"
            yield "spark.driver.bindAddress", "127.0.0.1"
        if memory and self.master.startswith("local"):
            yield "spark.driver.memory", _mebibytes(memory)

    def _knock(self) -> None:
        """Spark itself tries for minutes."""
        said: OSError | None = None
        for address in self.master.removeprefix("spark://").split(","):
            host, _, port = address.rpartition(":")
            try:
                socket.create_connection((host, int(port)), timeout=KNOCK).close()
            except OSError as error:
                said = error
            else:
                return
        raise DataError(f"kefu.yaml: engine: nobody answers at {self.master} ({said}); is the master running?")

    def _await_executor(self, context: Any) -> None:
        """Without one every question would wait for ever."""
        until = time.monotonic() + PATIENCE
        while context._jsc.sc().getExecutorMemoryStatus().size() < 2:  # the first is this process
            if time.monotonic() > until:
                context.stop()
                raise DataError(
                    f"{self.master}: gave no executor for {PATIENCE} seconds; its workers may be busy or too small "
                    f"(spark.executor.memory){self._see_log}"
                )
            time.sleep(0.1)

    @contextmanager
    def _logged(self) -> Iterator[Any]:
        if self.log is None:
            yield subprocess.DEVNULL
            return
        self.log.parent.mkdir(parents=True, exist_ok=True)
        with self.log.open("wb") as output:
            yield output

    @contextmanager
    def _told(self) -> Iterator[None]:
        """What a user can mend is told as such, in one line; all else is our own mistake and stays what it is."""
        try:
            yield
        except (Py4JError, PySparkException) as error:
            message = str(error)
            missing = UNREADABLE.search(message)
            if "JAVA_GATEWAY_EXITED" in message:
                raise MissingPartError(
                    f"Spark did not start; it needs Java 17 (java -version){self._see_log}"
                ) from None
            if missing:
                place = "every worker must see the project's folder under the same path as this computer"
                said = f"Spark cannot read {missing[1] or 'a file'} ({_cause(message)}); {place}{self._see_log}"
                raise DataError(said) from None
            if FAILED.search(message):
                raise DataError(f"Spark gave up: {_cause(message)}{self._see_log}") from None
            raise

    @property
    def _see_log(self) -> str:
        return f"; more is in {self.log}" if self.log else ""


class Compiler(PySparkCompiler):  # type: ignore[misc]
    """Ibis' own but for texts in a JSON object, which it reads by functions in Python on every worker, and for texts
    joined in an order, which it refuses."""

    __slots__ = ()
    SIMPLE_OPS: ClassVar[Mapping[Any, str]] = {}  # those of the base are inherited, and would hide what is said here

    def visit_JSONGetItem(self, op: Any, *, arg: Any, index: Any) -> Any:  # noqa: N802, ARG002 - named by Ibis
        return self.f.anon.element_at(self.f.anon.from_json(arg, "map<string,string>"), index)

    def visit_UnwrapJSONString(self, op: Any, *, arg: Any) -> Any:  # noqa: N802, ARG002 - named by Ibis
        return arg

    def visit_GroupConcat(self, op: Any, *, arg: Any, sep: Any, where: Any, order_by: Any) -> Any:  # noqa: N802 - Ibis
        if not order_by:
            return super().visit_GroupConcat(op, arg=arg, sep=sep, where=where, order_by=order_by)
        stated = arg.is_(sg.not_(sge.null())) if where is None else sg.and_(where, arg.is_(sg.not_(sge.null())))
        keyed = self.f.struct(*self._keys(order_by), sge.alias_(arg, "told"))  # structs are compared field by field
        told = self.f.array_sort(self.f.collect_list(self.if_(stated, keyed, sge.null())))
        texts = sge.Dot(this=told, expression=sge.to_identifier("told"))
        return self.if_(self.f.max(stated), self.f.array_join(texts, sep), sge.null())

    def _keys(self, order_by: Sequence[Any]) -> Iterator[Any]:
        """What an order goes by as fields, each after whether there is none: those rows come last."""
        for at, key in enumerate(order_by):
            if key.args.get("desc") or key.args.get("nulls_first"):
                raise UnsupportedOperationError("texts are joined in ascending order only")
            yield sge.alias_(key.this.is_(sge.null()), f"no{at}")
            yield sge.alias_(key.this, f"key{at}")


class Backend(IbisBackend):  # type: ignore[misc]
    """Ibis' own, with answers that come as Arrow and not by way of pandas, where whole numbers become fractions."""

    compiler = Compiler()
    told: Callable[[], AbstractContextManager[None]] = nullcontext

    def to_pyarrow(self, expr: Any, /, *, params: Any = None, limit: Any = None, **_kwargs: Any) -> Any:
        asked = expr.as_table()
        with self.told():
            self._register_in_memory_tables(asked)
            found = self._session.sql(self.compile(asked, params=params, limit=limit)).toArrow()
        return expr.__pyarrow_result__(PyArrowData.convert_table(found, asked.schema()))

    def _register_in_memory_table(self, op: Any) -> None:
        """A table of ours beside the store's, which Ibis' own hands over by way of pandas."""
        self._session.createDataFrame(op.data.to_pyarrow(op.schema)).createOrReplaceTempView(op.name)

    def _register_udfs(self, expr: Any) -> None:
        """None: nothing of ours runs in Python on a worker."""


def _require_java() -> None:
    home = os.environ.get("JAVA_HOME")
    if not shutil.which("java", path=str(Path(home) / "bin") if home else None):
        place = f"JAVA_HOME ({home})" if home else "the PATH"
        raise MissingPartError(f"Spark needs Java 17, and there is no java on {place}; install it, or set JAVA_HOME")


def _quoted(name: str) -> str:
    return "`" + name.replace("`", "``") + "`"


def _address(file: str) -> str:
    """With the scheme, because without it a cluster looks in the file system it was set up for."""
    return "file:///" + Path(file).absolute().as_posix().lstrip("/")


def _mebibytes(memory: str) -> str:
    """``"2GB"``, as the embedded engine reads it, in Java's words."""
    found = MEMORY.fullmatch(memory.strip())
    if not found:
        raise DefinitionError(f'kefu.yaml: memory: should be a size such as 2GB, not "{memory}"')
    return f"{int(float(found[1]) * MEBIBYTES[found[2].upper()])}m"


def _cause(message: str) -> str:
    """The line that says why, of the many in which Spark says where."""
    causes = [line for line in message.splitlines() if line.startswith("Caused by: ")]
    return (causes[-1].removeprefix("Caused by: ") if causes else message.splitlines()[0]).strip()
