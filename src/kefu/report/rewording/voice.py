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
from kefu.report.rewording import model as asking
from kefu.report.rewording.check import difference
from kefu.report.rewording.kept import Kept
from kefu.report.veil import Veil, veiled

REWORD, COMMENT = "reword", "comment"
MOST = 5  # sentences of a commentary


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
        shown = list(_paragraphs(document))
        masked = list(_paragraphs(compose(veiled(context, veil))))
        if len(shown) != len(masked):
            return document
        safe = {hidden: told for told, hidden in zip(shown, masked, strict=True) if veil.text(hidden) == hidden}
        kept = Kept(self.project, self.model.name, language)
        said = self._reworded(kept, list(safe), language)
        words = {told: veil.lifted(said[hidden]) for hidden, told in safe.items() if hidden in said}
        comment = self._commentary(kept, list(safe), language) if self.model.commentary else []
        blocks = [_reworded(one, words) for one in document.blocks]
        if comment:
            _insert(blocks, _page(context, [veil.lifted(one) for one in comment]))
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

    def _commentary(self, kept: Kept, told: Sequence[str], language: str) -> list[str]:
        """The sentences of a commentary; none where a single one does not hold."""
        answer = kept.get(COMMENT, told)
        if answer is None and told and self.ask and not self.fault:
            try:
                answer = asking.commentary(self.model, told, language)
                kept.put(COMMENT, told, answer)
            except asking.ModelError as error:
                self.fault = str(error)
        pairs = list(answer or ())[:MOST]
        try:
            held = all(_holds(told[place], said, language) for place, said in pairs)
        except (ValueError, TypeError, IndexError):  # a kept answer somebody edited
            return []
        return [str(said) for _, said in pairs] if held and len({place for place, _ in pairs}) == len(pairs) else []


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


def _page(context: Context, sentences: Sequence[str]) -> list[Block]:
    """The commentary as a page of its own, whose title says whose words it is."""
    return [
        Heading(2, context.word("rewording", "title"), eyebrow=context.chapter),
        Callout(context.word("rewording", "heading"), tuple(sentences)),
    ]


def _insert(blocks: list[Block], page: Sequence[Block]) -> None:
    """After the report's first page."""
    pages = [place for place, one in enumerate(blocks) if isinstance(one, Heading) and one.level <= 2]
    first = next(place for place in pages if blocks[place].level == 2)  # type: ignore[union-attr]
    after = next((place for place in pages if place > first), len(blocks))
    blocks[after:after] = page
