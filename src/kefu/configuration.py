"""What a project says of itself: ``kefu.yaml``, read and written."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields
from pathlib import Path
from typing import Any, Literal
from urllib.parse import urlsplit

import yaml

from kefu import yaml_text
from kefu.errors import DefinitionError, did_you_mean
from kefu.keys import known

FILE = "kefu.yaml"
LANGUAGES = ("zh", "en")
WeekStart = Literal["monday", "sunday"]
WEEK_STARTS = ("monday", "sunday")


@dataclass(frozen=True, slots=True)
class Quality:
    """From where on the state of the data fails ``kefu check --fail``; None looks away.

    ``max_quarantined``, ``max_missing``, ``max_orphans`` and ``max_near_duplicates`` are shares of a source's rows,
    ``max_drift`` is a population stability index, of which 0.25 is the usual word for another distribution. ``sources``
    sets limits anew for one profile. ``platforms`` says which channel a platform's own figures speak of, where tickets
    call it by another name.
    """

    max_quarantined: float | None = 0.05
    max_missing: float | None = 0.3
    max_orphans: float | None = 0.05
    max_near_duplicates: float | None = 0.02
    max_days_old: float | None = 45
    max_days_without_rows: float | None = 3
    max_drift: float | None = 0.25
    sources: Mapping[str, Mapping[str, float | None]] = field(default_factory=dict)
    platforms: Mapping[str, str] = field(default_factory=dict)

    def limits(self, source: str) -> dict[str, float | None]:
        """Every limit by name, as it holds for one source."""
        return {name: getattr(self, name) for name in LIMITS} | dict(self.sources.get(source, {}))


LIMITS = tuple(one.name for one in fields(Quality) if one.name.startswith("max_"))
SURVEYS = ("finite_population", "customers")
NO_SHARE = "{file}: {place}: {key}: should be a share from 0 to 1, or null not to look at it"
NO_NUMBER = "{file}: {place}: {key}: should be a number, 0 or more, or null not to look at it"
SHARES = ("max_quarantined", "max_missing", "max_orphans", "max_near_duplicates")


@dataclass(frozen=True, slots=True)
class Model:
    """A language model that may reword told sentences: an OpenAI-compatible ``endpoint``, the model's ``name``, the
    environment variable its ``key`` is in ("" for a server that asks for none), seconds it may take, and whether it
    drafts a commentary as well."""

    endpoint: str
    name: str
    key: str = ""
    timeout: float = 60
    commentary: bool = False


@dataclass(frozen=True, slots=True)
class Stocking:
    """How spare parts are ordered: ``lead`` whole months from order to delivery, ``holding`` the share of its value
    that keeping a part costs a year (18 to 25 % are usual), ``order_cost`` what an order of one part costs whatever
    its size; 0: nobody knows, and a month's demand is ordered at a time."""

    lead: int = 1
    holding: float = 0.22
    order_cost: float = 0.0


STOCKING = Stocking()


@dataclass(frozen=True, slots=True)
class Configuration:
    """``response_bands`` are upper limits in seconds of the named bands; what is longer than the last is overdue.
    ``approvals`` is how many people beside whoever submits a report have to approve it before it is published.
    ``keep_raw_text`` leaves names, numbers and addresses in the stored texts instead of masking them. ``surveys`` may
    say ``finite_population: true`` (the interval of a satisfaction is that of the month's customers and no others) and
    ``customers``, how many there are, by dimension and member; otherwise they are the month's resolved tickets.
    ``stock`` says how spare parts are ordered."""

    company: str = ""
    language: str = "zh"
    timezone: str = "Asia/Shanghai"
    country: str = "CN"
    currency: str = "CNY"
    engine: str = "duckdb"
    memory: str = "2GB"
    theme: str = "light"
    approvals: int = 0
    week_start: WeekStart = "monday"
    keep_raw_text: bool = False
    response_bands: Mapping[str, float] = field(
        default_factory=lambda: {
            "instant": 60,
            "within_30m": 1_800,
            "within_1h": 3_600,
            "within_1d": 86_400,
            "within_2d": 172_800,
        }
    )
    quality: Quality = field(default_factory=Quality)
    surveys: Mapping[str, Any] = field(default_factory=dict)
    stock: Stocking = field(default_factory=Stocking)
    model: Model | None = None


def read_configuration(folder: Path) -> Configuration:
    """Read ``kefu.yaml``; what it does not say has its default. Raises DefinitionError for what it should not say."""
    try:
        raw = yaml_text.read((folder / FILE).read_text(encoding="utf-8")) or {}
    except yaml.YAMLError as error:
        raise DefinitionError(
            "{place}: is not valid YAML: {error}", place=FILE, error=" ".join(str(error).split())
        ) from error
    known(raw, [one.name for one in fields(Configuration)], FILE)
    _check(raw)
    model = Model(**raw["model"]) if raw.get("model") else None
    parts = {"quality": Quality(**raw.get("quality", {})), "stock": Stocking(**raw.get("stock", {}))}
    return Configuration(**{**raw, **parts, "model": model})


def write_configuration(folder: Path, configuration: Configuration) -> None:
    said = asdict(configuration)
    (folder / FILE).write_text(yaml.safe_dump(said, allow_unicode=True, sort_keys=False), encoding="utf-8")


def _check(raw: Mapping[str, Any]) -> None:
    if raw.get("language", "zh") not in LANGUAGES:
        raise DefinitionError("{place}: language: should be one of {known}", place=FILE, known=", ".join(LANGUAGES))
    if not re.fullmatch("[A-Z]{3}", str(raw.get("currency", "CNY"))):
        raise DefinitionError("{place}: currency: should be three capital letters such as CNY (ISO 4217)", place=FILE)
    if raw.get("week_start", "monday") not in WEEK_STARTS:
        raise DefinitionError("{place}: week_start: should be one of {known}", place=FILE, known=", ".join(WEEK_STARTS))
    approvals = raw.get("approvals", 0)
    if not isinstance(approvals, int) or isinstance(approvals, bool) or not 0 <= approvals <= 9:
        raise DefinitionError("{place}: approvals: should be a whole number from 0 to 9", place=FILE)
    if not isinstance(raw.get("keep_raw_text", False), bool):
        raise DefinitionError("{place}: keep_raw_text: should be true or false", place=FILE)
    bands = raw.get("response_bands", {})
    limits: list[Any] = list(bands.values()) if isinstance(bands, dict) else [None]
    if not all(isinstance(limit, int | float) and limit > 0 for limit in limits) or limits != sorted(set(limits)):
        raise DefinitionError("{place}: response_bands: should be names with rising limits in seconds", place=FILE)
    _check_quality(raw.get("quality", {}))
    _check_surveys(raw.get("surveys", {}))
    _check_stock(raw.get("stock", {}))
    if raw.get("model") is not None:
        _check_model(raw["model"])


def _check_stock(raw: object) -> None:
    stock = known(raw, [one.name for one in fields(Stocking)], f"{FILE}: stock")
    lead, holding, cost = (stock.get(one.name, one.default) for one in fields(Stocking))
    if type(lead) is not int or not 1 <= lead <= 12:
        raise DefinitionError(
            "{place}: stock: lead: should be whole months from order to delivery, 1 to 12", place=FILE
        )
    if type(holding) not in (int, float) or not 0 < holding <= 1:
        raise DefinitionError(
            "{place}: stock: holding: should be a share of the value a year, above 0, such as 0.22", place=FILE
        )
    if type(cost) not in (int, float) or cost < 0:
        raise DefinitionError("{place}: stock: order_cost: should be what an order costs, 0 or more", place=FILE)


def _check_model(raw: object) -> None:
    keys = [one.name for one in fields(Model)]
    if not isinstance(raw, dict) or not {"endpoint", "name"} <= set(raw):
        raise DefinitionError(
            "{place}: model: should name endpoint and name, and may name {known}", place=FILE, known=", ".join(keys[2:])
        )
    known(raw, keys, f"{FILE}: model")
    parts = urlsplit(str(raw["endpoint"]))
    local = parts.hostname in ("localhost", "127.0.0.1", "::1")
    if not parts.hostname or "@" in parts.netloc or not (parts.scheme == "https" or (parts.scheme == "http" and local)):
        raise DefinitionError(
            "{place}: model: endpoint: should be like https://models.example.com/v1 (http: this machine)", place=FILE
        )
    if not isinstance(raw["name"], str) or not raw["name"]:
        raise DefinitionError("{place}: model: name: should be the name the endpoint knows the model by", place=FILE)
    if raw.get("key") and not re.fullmatch("[A-Z][A-Z0-9_]*", str(raw["key"])):
        raise DefinitionError(
            "{place}: model: key: should be the name of an environment variable in capitals, not what is in it",
            place=FILE,
        )
    timeout, commentary = raw.get("timeout", 60), raw.get("commentary", False)
    if isinstance(timeout, bool) or not isinstance(timeout, int | float) or not 0 < timeout <= 600:
        raise DefinitionError("{place}: model: timeout: should be seconds, up to 600", place=FILE)
    if not isinstance(commentary, bool):
        raise DefinitionError("{place}: model: commentary: should be true or false", place=FILE)


def _check_surveys(raw: object) -> None:
    surveys = known(raw, SURVEYS, f"{FILE}: surveys")
    if not isinstance(surveys.get("finite_population", False), bool):
        raise DefinitionError("{place}: surveys: finite_population: should be true or false", place=FILE)
    customers = surveys.get("customers", {})
    if not isinstance(customers, dict) or not all(_are_counts(one) for one in customers.values()):
        raise DefinitionError(
            "{place}: surveys: customers: should be a dimension with the numbers of its members, as in "
            "channel: {{phone: 1200, email: 300}}",
            place=FILE,
        )


def _are_counts(members: object) -> bool:
    """Whether these are names with numbers of customers."""
    if not isinstance(members, dict) or not members:
        return False
    return all(isinstance(name, str) and type(count) in (int, float) and count >= 0 for name, count in members.items())


def _check_quality(raw: object) -> None:
    keys = [one.name for one in fields(Quality)]
    if not isinstance(raw, dict):
        raise DefinitionError(
            "{place}: quality: should be names with limits: {known}", place=FILE, known=", ".join(keys)
        )
    known(raw, keys, f"{FILE}: quality")
    _check_limits("quality", {key: raw[key] for key in raw if key in LIMITS})
    sources, platforms = raw.get("sources", {}), raw.get("platforms", {})
    if not isinstance(sources, dict) or not all(isinstance(one, dict) for one in sources.values()):
        raise DefinitionError(
            "{place}: quality: sources: should be names of profiles with limits of their own", place=FILE
        )
    for name, limits in sources.items():
        _check_limits(f"quality: sources: {name}", limits)
    if not isinstance(platforms, dict) or not all(isinstance(one, str) for one in platforms.values()):
        raise DefinitionError(
            "{place}: quality: platforms: should be platforms, each with the name of a channel", place=FILE
        )


def _check_limits(place: str, limits: Mapping[str, Any]) -> None:
    for key, limit in limits.items():
        if key not in LIMITS:
            raise DefinitionError(
                '{file}: {place}: unknown limit "{key}"{near}',
                file=FILE,
                place=place,
                key=key,
                near=did_you_mean(str(key), LIMITS),
            )
        most = 1 if key in SHARES else float("inf")
        number = isinstance(limit, int | float) and not isinstance(limit, bool)
        if limit is not None and not (number and 0 <= limit <= most):
            sentence = NO_SHARE if key in SHARES else NO_NUMBER
            raise DefinitionError(sentence, file=FILE, place=place, key=key)
