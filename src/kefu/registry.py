"""How members of an open family are found: one folder, one file per member, the file name is the registered name.

Names are listed by walking the folder, so ``kefu --help`` imports no member; a member is loaded on first use and kept.
A Python member exposes one module-level object of the family's type; a YAML member is read by the family's loader.
Other packages add Python members through an entry point group named like the family's package.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import cached_property
from importlib import import_module
from importlib.metadata import EntryPoint, entry_points
from importlib.util import find_spec
from pathlib import Path
from typing import Generic, TypeVar

from kefu.errors import DefinitionError, NotFoundError, did_you_mean

T = TypeVar("T")


class Family(Mapping[str, T], Generic[T]):
    """The members of the package ``package``, by name; ``loader`` turns a YAML member's path into the member."""

    def __init__(self, package: str, kind: type[T], *, loader: Callable[[Path], T] | None = None) -> None:
        self.package, self.kind, self.loader = package, kind, loader
        self._loaded: dict[str, T] = {}

    @cached_property
    def paths(self) -> Mapping[str, Path]:
        """File of every member inside the package, by name."""
        spec = find_spec(self.package)
        folders = [Path(p) for p in (spec.submodule_search_locations or ())] if spec else []
        pattern = "**/*.yaml" if self.loader else "*.py"
        found = [p for folder in folders for p in sorted(folder.glob(pattern)) if not p.name.startswith("_")]
        return {path.stem: path for path in found}

    @cached_property
    def plugins(self) -> Mapping[str, EntryPoint]:
        """Members other installed packages add."""
        return {point.name: point for point in entry_points(group=self.package)}

    def __iter__(self) -> Iterator[str]:
        return iter(sorted({*self.paths, *self.plugins}))

    def __len__(self) -> int:
        return len({*self.paths, *self.plugins})

    def __contains__(self, name: object) -> bool:
        return name in self.paths or name in self.plugins

    def __getitem__(self, name: str) -> T:
        if name not in self:
            raise NotFoundError(f'{self.package}: no member "{name}"{did_you_mean(name, self)}')
        if name not in self._loaded:
            self._loaded[name] = self._load(name)
        return self._loaded[name]

    def _load(self, name: str) -> T:
        if name in self.plugins:
            return self._checked(name, self.plugins[name].load())
        if self.loader:
            return self.loader(self.paths[name])
        module = import_module(f"{self.package}.{name}")
        members = [value for value in vars(module).values() if isinstance(value, self.kind)]
        if len(members) != 1:
            raise DefinitionError(f"{module.__name__}: has {len(members)} {self.kind.__name__} objects, not 1")
        return members[0]

    def _checked(self, name: str, member: object) -> T:
        if not isinstance(member, self.kind):
            raise DefinitionError(f"{self.package}: {name} is a {type(member).__name__}, not a {self.kind.__name__}")
        return member
