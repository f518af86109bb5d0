"""Which profile fits a file: by its headers, not by its name."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from kefu.errors import DataError, KefuError, did_you_mean
from kefu.sources import SOURCES
from kefu.sources.profiles._profile import Profile


def recognise(path: Path, profiles: Mapping[str, Profile]) -> list[Profile]:
    """Return the profile that fits best (for a workbook: one per sheet that fits any), which is the one that asks for
    most columns; raises DataError when none fits, or two alike."""
    fitting: dict[str, list[Profile]] = {}
    for profile in profiles.values():
        if _fits(path, profile):
            fitting.setdefault(profile.layout.sheet, []).append(profile)
    if not fitting:
        raise DataError(f"{path.name}: no profile fits; {_headers_seen(path)}. Write mappings/<name>.yaml for it")
    return [_best(path, several) for several in fitting.values()]


def _best(path: Path, fitting: Sequence[Profile]) -> Profile:
    most = max(len(profile.match) for profile in fitting)
    best = [profile for profile in fitting if len(profile.match) == most]
    if len(best) > 1:
        raise DataError(
            f"{path.name}: fits the profiles {' and '.join(one.name for one in best)} alike; say which with --as"
        )
    return best[0]


def named(path: Path, name: str, profiles: Mapping[str, Profile]) -> Profile:
    """The profile a user asked for; raises DataError when the file lacks its columns."""
    if name not in profiles:
        raise DataError(f'{path.name}: no profile "{name}"{did_you_mean(name, profiles)}')
    profile = profiles[name]
    missing = sorted(set(profile.match) - set(SOURCES[profile.reader].headers(path, profile.layout)))
    if missing:
        raise DataError(f"{path.name}: profile {name} needs the column {missing[0]}, which the file does not have")
    return profile


def _fits(path: Path, profile: Profile) -> bool:
    source = SOURCES[profile.reader]
    if not path.name.lower().endswith(source.suffixes):
        return False
    try:
        return set(profile.match) <= set(source.headers(path, profile.layout))
    except (KefuError, UnicodeError):
        return False  # another encoding, sheet or header row than this profile speaks of


def _headers_seen(path: Path) -> str:
    """What the file's first reader makes of it, for the error message."""
    from kefu.sources import Layout

    for source in SOURCES.values():
        if path.name.lower().endswith(source.suffixes):
            names = source.headers(path, Layout())
            return f"its headers are {', '.join(names[:8])}{' …' if len(names) > 8 else ''}"
    suffixes = sorted(suffix for source in SOURCES.values() for suffix in source.suffixes)
    raise DataError(f"{path.name}: is none of the files Kefu reads: {' '.join(suffixes)}")
