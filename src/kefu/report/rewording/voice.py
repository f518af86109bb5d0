"""A document in a model's words: conclusions reworded where every check holds, and a commentary drafted from them.

The model is shown what a veiled report says: nobody's name, no free text that names somebody. Its answers are checked
each time they are used, kept or new; what does not hold leaves the told sentence where it was.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from kefu.cleaning.privacy import Pseudonyms
from kefu.configuration import Model
from kefu.report.context import Context
from kefu.report.document import Block, Callout, Document, Heading, Paragraph
from kefu.report.making import compose
from kefu.report.renderers._reading.numbers import numbers
from kefu.report.rewording import model as asking
from kefu.report.rewording.check import difference
from kefu.report.rewording.kept import Kept
from kefu.report.veil import Veil, veiled

REWORD, COMMENT = "reword", "comment"
MOST = 5  # conclusions in a commentary
TOGETHER = 2  # paragraphs that are one conclusion; more of them are a list


class Voice:
    """Called with a report and its document, gives the document in the model's words.

    With ``ask`` unset only kept answers are used: what a report is verified and made again with. ``fault`` says
    afterwards why the model could not be asked, "" where it could.
    """

    def __init__(self, model: Model, project: Path, pseudonyms: Pseudonyms, *, ask: bool) -> None:
        self.model, self.project, self.pseudonyms, self.ask = model, project, pseudonyms, ask
        self.fault = ""

    def __call__(self, context: Context, document: Document) -> Document:
        language = context.narrator.language
        veil = Veil(self.pseudonyms, language)
        masked = compose(veiled(context, veil))
        shown, hidden = list(_paragraphs(document)), list(_paragraphs(masked))
        if len(shown) != len(hidden):
            return document
        safe = {one: told for told, one in zip(shown, hidden, strict=True) if veil.text(one) == one}
        kept = Kept(self.project, self.model.name, language)
        said = self._reworded(kept, list(safe), language)
        words = {told: veil.lifted(said[one]) for one, told in safe.items() if one in said}
        blocks = [_reworded(one, words) for one in document.blocks]
        conclusions = {one: ids for one, ids in _conclusions(masked) if veil.text(one) == one}
        comment = self._commentary(kept, list(conclusions), language) if self.model.commentary else {}
        if comment:
            ids = dict.fromkeys(figure for told in comment for figure in conclusions[told])
            _insert(blocks, context, [veil.lifted(one) for one in comment.values()], tuple(ids))
        if words or comment:
            blocks.append(Paragraph(context.word("rewording", "note"), muted=True))
        return replace(document, blocks=tuple(blocks))

    def _reworded(self, kept: Kept, told: Sequence[str], language: str) -> dict[str, str]:
        """The sentences whose rewording holds, by the told sentence."""
        answers = {one: kept.get(REWORD, [one]) for one in told}
        unknown = [one for one, answer in answers.items() if answer is None]
        if unknown and self.ask:
            try:
                for one, answer in zip(unknown, asking.reworded(self.model, unknown, language), strict=True):
                    answers[one] = answer.strip()
                    kept.put(REWORD, [one], answers[one])
            except asking.ModelError as error:
                self.fault = str(error)
        return {one: answer for one, answer in answers.items() if _holds(one, answer, language) and answer != one}

    def _commentary(self, kept: Kept, told: Sequence[str], language: str) -> dict[str, str]:
        """What a commentary says, by the conclusion it says again; nothing where a single one does not hold."""
        answer = kept.get(COMMENT, told)
        if answer is None and told and self.ask and not self.fault:
            try:
                answer = asking.commentary(self.model, told, language)
                kept.put(COMMENT, told, answer)
            except asking.ModelError as error:
                self.fault = str(error)
        pairs = list(answer or ())[:MOST]
        try:
            said = {told[place]: str(words) for place, words in pairs}
        except (ValueError, TypeError, IndexError):  # a kept answer somebody edited
            return {}
        held = len(said) == len(pairs) and all(_holds(one, words, language) for one, words in said.items())
        return said if held else {}


def _holds(told: str, said: object, language: str) -> bool:
    return isinstance(said, str) and bool(said) and not difference(told, said, language)


def _paragraphs(document: Document) -> Iterator[str]:
    for block in document.blocks:
        if isinstance(block, Callout):
            yield from block.paragraphs


def _reworded(block: Block, words: Mapping[str, str]) -> Block:
    if not isinstance(block, Callout):
        return block
    return replace(block, paragraphs=tuple(words.get(one, one) for one in block.paragraphs))


def _conclusions(document: Document) -> Iterator[tuple[str, tuple[str, ...]]]:
    """What each conclusion of the report says by itself, and its figures: with its heading, where that is a finding."""
    for block in document.blocks:
        if isinstance(block, Callout) and block.figures and len(block.paragraphs) <= TOGETHER:
            stop = "。" if document.language == "zh" else ". "
            heading = f"{block.heading}{stop}" if numbers(block.heading) else ""
            yield heading + ("" if document.language == "zh" else " ").join(block.paragraphs), block.figures


def _insert(blocks: list[Block], context: Context, sentences: Sequence[str], figures: tuple[str, ...]) -> None:
    """The commentary as a page of its own after the report's first; its title says whose words it is."""
    headings = [(place, one) for place, one in enumerate(blocks) if isinstance(one, Heading) and one.level <= 2]
    first, page = next((place, one) for place, one in headings if one.level == 2)
    after = next((place for place, _ in headings if place > first), len(blocks))
    blocks[after:after] = [
        Heading(2, context.word("rewording", "title"), eyebrow=page.eyebrow.partition(" · ")[0]),
        Callout(context.word("rewording", "heading"), tuple(sentences), figures=figures),
    ]
