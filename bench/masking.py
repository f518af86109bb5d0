"""``masking``: personal data in free text, by the engine's choice of suspects and by Python alone; how much is found.

``python -m bench masking`` takes made-up texts, one for each ticket; of fifty one has something to mask and one only
looks so.
``python -m bench.masking FOLDER`` takes the texts of the ``review`` column of every CSV file there (also gzipped) and
counts what it masks by kind; with ``--show FILE`` it writes each hit with what stands around it, to be judged by hand.
That file holds personal data: delete it.
"""

from __future__ import annotations

import csv
import gzip
import time
from argparse import ArgumentParser
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path

from bench.company import Place
from bench.sentences import Sentence, is_right, sentences
from kefu.cleaning.privacy import Masked, Pseudonyms, mask, masked_texts, suspect
from kefu.cleaning.privacy.masking import found
from kefu.engine import connect

KEY = Pseudonyms(b"a key for benchmarks only")
EACH = 200  # sentences of each group
RARE = 50  # one text in so many has personal data, and one only looks so
ORDINARY = (
    "东西收到了，质量不错，物流也快，下次还会再来", "客服一直不回复，等了很久才有人理，非常失望",
    "屏幕有一条划痕，想换一台新的，请问怎么操作", "申请退款已经好几天了，还没有到账，麻烦看一下",
    "安装师傅迟到了，但是态度挺好，活儿也干得仔细", "用了一个月就坏了，开不了机，充电也没有反应",
)  # fmt: skip
TURNS = 3
AROUND = 15  # characters shown beside a hit


def measure(place: Place) -> list[str]:
    said = sentences(EACH)
    named, harmless = [one.text for one in said if one.value], [one.text for one in said if not one.value]
    texts = [_text(number, named, harmless) for number in range(place.tickets)]
    return [*found_in(said), *speed(texts)]


def _text(number: int, named: Sequence[str], harmless: Sequence[str]) -> str:
    """All differ, as texts of customers do."""
    match number % RARE:
        case 0:
            said = named[number // RARE % len(named)]
        case 1:
            said = harmless[number // RARE % len(harmless)]
        case _:
            said = ORDINARY[number % len(ORDINARY)]
    return f"{said}（{number}）{ORDINARY[number // RARE % len(ORDINARY)]}"


def found_in(said: Sequence[Sentence]) -> list[str]:
    """Recall of every group that has something to mask; of those that only look so, how many were left alone."""
    right: dict[str, list[bool]] = defaultdict(list)
    for one in said:
        right[one.group].append(is_right(one, mask(one.text, KEY).text))
    return [f"{group:24}{sum(fine) / len(fine):6.3f}  of {len(fine)}" for group, fine in right.items()]


def speed(texts: Sequence[str]) -> list[str]:
    """Both roads over the same texts; the best of a few turns, because other work on the machine only adds."""
    import pyarrow as pa

    engine = connect()
    engine.register("received", pa.table({"body": pa.array(texts, pa.string())}))
    engine.run("CREATE TEMP TABLE texts AS SELECT body FROM received")
    suspects = int(engine.one(f"SELECT count(*) FROM texts WHERE {suspect('body')}"))
    ours = min(_seconds(lambda: masked_texts(engine, "texts", ["body"], KEY)) for _ in range(TURNS))
    plain = min(_seconds(lambda: [mask(text, KEY) for text in texts]) for _ in range(TURNS))
    changed = sum(mask(text, KEY).text != text for text in texts)
    return [
        f"{len(texts):,} texts, {sum(map(len, texts)):,} characters; {suspects:,} suspects, {changed:,} changed",
        f"engine, then Python  {ours:7.2f} s  {len(texts) / ours:10,.0f} texts a second",
        f"Python alone         {plain:7.2f} s  {len(texts) / plain:10,.0f} texts a second",
        f"ratio                {plain / ours:7.1f}",
    ]


def _seconds(work: object) -> float:
    assert callable(work)
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def reviews(folder: Path) -> list[str]:
    texts: list[str] = []
    for path in sorted([*folder.glob("*.csv"), *folder.glob("*.csv.gz")]):
        opened = gzip.open if path.suffix == ".gz" else open
        with opened(path, "rt", encoding="utf-8-sig", newline="") as stream:
            texts += [row["review"] or "" for row in csv.DictReader(stream)]
    return texts


def shown(text: str) -> Iterator[str]:
    """Every hit with what stands around it."""
    for one in found(text):
        before, after = text[max(0, one.start - AROUND) : one.start], text[one.end : one.end + AROUND]
        yield f"{one.kind}\t{before}【{text[one.start : one.end]}】{after}".replace("\n", " ")


def main() -> None:
    parser = ArgumentParser("python -m bench.masking")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--show", metavar="FILE", type=Path, help="write the hits, with personal data, to this file")
    args = parser.parse_args()
    texts = reviews(args.folder)
    masked: list[Masked] = [mask(text, KEY) for text in texts]
    kinds = Counter(hit.kind for one in masked for hit in one.hits)
    print(", ".join(f"{kind} {count}" for kind, count in kinds.most_common()), f"; {kinds.total()} hits")
    if args.show:
        args.show.write_text("\n".join(line for text in texts for line in shown(text)), encoding="utf-8")
    for line in speed(texts):
        print(line)


if __name__ == "__main__":
    main()
