"""A proposed mapping on its way to ``mappings/``: what is shown of it, whether it fits other tables, how it is kept.

Who confirms it, at the terminal or in the browser, sees samples without personal data; nothing is kept without a yes.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from kefu.cleaning.covering import covered, privacy_of
from kefu.schema import Privacy
from kefu.sources import Grid, Layout, normal, source_of
from kefu.sources.profiles import read_profile
from kefu.sources.profiles._adaptation import adapted
from kefu.sources.profiles._heading import DEEPEST
from kefu.sources.profiles._proposal import PLATFORM, ColumnProposal, Proposal, fields_of, source_name
from kefu.sources.profiles._values import is_private
from kefu.sources.profiles._vocabulary import Words, vocabulary
from kefu.sources.profiles._writing import aliased, to_profile, to_yaml
from kefu.store.record import replace_file

LONGEST_SAMPLE = 24  # letters from which a text of a kept column may be somebody's own words
LIKE_A_PERSON = 0.5  # how near a header may be to a private field's before its samples are masked


def tables_of(file: Path) -> Iterator[Grid]:
    """Tables somebody may mean: every sheet of a workbook, but of JSON only the objects themselves."""
    grids = source_of(file).look(file, Layout())
    yield from (grid for grid in grids if "/" not in grid.sheet and not (grids[0].sheet == "" and grid.sheet))


def fits(accepted: Proposal, grid: Grid) -> bool:
    """Whether another table has the layout that was accepted just now: twelve sheets of a year are asked about once."""
    wanted = {normal(column) for column in to_profile(accepted).match}
    return any(wanted <= grid.spellings(number) for number in range(1, min(len(grid.rows), DEEPEST) + 1))


def keep(proposal: Proposal, folder: Path, *, instead_of: str = "") -> Path:
    """Write the mapping into a project's folder of mappings, beside those that are there or in the place of one."""
    name, number = instead_of or source_name(proposal.name), 1
    path = folder / f"{name}.yaml"
    while path.exists() and not instead_of:
        number += 1
        path = folder / f"{name}_{number}.yaml"
    folder.mkdir(parents=True, exist_ok=True)
    replace_file(path, to_yaml(proposal))
    return path


def renamed(file: Path, mappings: Iterable[Path]) -> bool:
    """Whether the file is one whose columns were renamed since somebody confirmed its mapping, which then says so."""
    known = list(mappings)
    for grid in tables_of(file):
        for path in known:
            changed = adapted(read_profile(path), grid)
            if changed:
                text = aliased(path.read_text(encoding="utf-8"), changed.aliases)
                path.write_text(text, encoding="utf-8")
                return True
    return False


def field_title(entity: str, name: str, language: str) -> str:
    """What people call a field or a measure."""
    return _words(entity, name).shown[language] if name in fields_of(entity) else name


def fields_offered(entity: str, header: str) -> list[str]:
    """The entity's fields in their order; of a platform's many indicators the likeliest for the header first."""
    names = list(fields_of(entity))
    return sorted(names, key=lambda one: -_words(entity, one).nearness(header)) if entity == PLATFORM else names


def samples(proposal: Proposal, column: ColumnProposal) -> list[str]:
    """What stands in the column, without what is about a person."""
    return masked(proposal, column, column.samples)


def masked(proposal: Proposal, column: ColumnProposal, texts: Sequence[str]) -> list[str]:
    """Texts of the column, masked as its field asks; what stays beside is masked where its header or its texts may be
    about a person."""
    privacy = _privacy(proposal.entity, column)
    return [str(covered(text, privacy)) for text in texts]


def _words(entity: str, name: str) -> Words:
    known = vocabulary().fields[entity]
    return known[name] if name in known else vocabulary().measures[name]


def _privacy(entity: str, column: ColumnProposal) -> Privacy:
    if column.field:
        return privacy_of(entity).get(column.field, Privacy.PUBLIC)
    own_words = any(is_private(text) or len(text) > LONGEST_SAMPLE for text in column.samples)
    return Privacy.SENSITIVE if own_words or _like_a_person(column.column) else Privacy.PUBLIC


def _like_a_person(header: str) -> bool:
    return any(
        vocabulary().fields[entity][name].nearness(header) >= LIKE_A_PERSON
        for entity in vocabulary().fields
        for name, privacy in privacy_of(entity).items()
        if privacy is not Privacy.PUBLIC and name in vocabulary().fields[entity]
    )
