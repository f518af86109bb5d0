"""Asking a language model behind an OpenAI-compatible endpoint; whatever goes wrong is a ModelError in a few words."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from typing import Any

from kefu.configuration import Model
from kefu.secrets import held

FENCE = re.compile(r"^\s*```(?:json)?\s*|\s*```\s*$")
KEEP = {
    "zh": "数字、单位、名称、〔〕中的记号、否定与升降方向必须原样保留且次序不变；不得增加原因、评价或任何新信息。",
    "en": (
        "Keep every number, unit, name, mark in brackets 〔〕, negation and direction as it is and in its place; add "
        "no cause, no judgement and nothing else. "
    ),
}
TASK = {
    "zh": (
        "你是报告编辑。把每句话改写得更通顺，只改虚词和连接词。"
        f"{KEEP['zh']}只输出JSON对象，键与输入相同，值为改写后的句子。"
    ),
    "en": (
        "You edit reports. Make each sentence read more smoothly by changing small words only. "
        f"{KEEP['en']}Answer with a JSON object only: the keys of the input, each with its edited sentence."
    ),
}
COMMENTARY = {
    "zh": (
        "你是报告编辑。从编号的结论中选出最重要的不超过5条，按阅读顺序写成评述，每句只说一条结论。"
        f"{KEEP['zh']}只输出JSON数组，每项为[编号, 句子]。"
    ),
    "en": (
        "You edit reports. Choose at most five of the numbered conclusions, the most important first, and write them "
        "as a commentary, one conclusion per sentence. "
        f"{KEEP['en']}Answer with a JSON array only, of pairs [number, sentence]."
    ),
}


class ModelError(Exception):
    """The model gave no answer that can be read; the message holds no secret."""


def reworded(model: Model, sentences: Sequence[str], language: str) -> list[str]:
    """Each sentence in the model's words, "" where it said nothing of one. Raises ModelError."""
    asked = {str(place): one for place, one in enumerate(sentences, 1)}
    answer = _asked(model, TASK[language], asked)
    if not isinstance(answer, Mapping):
        raise ModelError("did not answer with an object")
    return [one if isinstance(one := answer.get(key), str) else "" for key in asked]


def commentary(model: Model, sentences: Sequence[str], language: str) -> list[tuple[int, str]]:
    """Sentences of a commentary, each with the place of the conclusion it says again. Raises ModelError."""
    answer = _asked(model, COMMENTARY[language], {str(place): one for place, one in enumerate(sentences)})
    if not isinstance(answer, list) or not all(_is_pair(one, len(sentences)) for one in answer):
        raise ModelError("did not answer with pairs of number and sentence")
    return [(int(place), said) for place, said in answer]


def _is_pair(one: Any, count: int) -> bool:
    if not (isinstance(one, list) and len(one) == 2 and isinstance(one[1], str)):
        return False
    return str(one[0]).isdecimal() and int(one[0]) < count


def _asked(model: Model, task: str, sentences: Mapping[str, str]) -> Any:
    """The model's answer, read as JSON; at temperature 0, once, within the model's time."""
    import httpx

    body = {
        "model": model.name,
        "temperature": 0,
        "seed": 0,
        "messages": [
            {"role": "system", "content": task},
            {"role": "user", "content": json.dumps(sentences, ensure_ascii=False)},
        ],
    }
    key = held(model.key) if model.key else ""
    try:
        answer = httpx.post(
            f"{model.endpoint.rstrip('/')}/chat/completions",
            json=body,
            headers={"Authorization": f"Bearer {key}"} if key else {},
            timeout=model.timeout,
            follow_redirects=False,
            trust_env=False,
        )
    except (httpx.HTTPError, httpx.InvalidURL, UnicodeError) as error:
        raise ModelError(f"cannot be reached ({type(error).__name__})") from None
    if answer.status_code != 200:
        raise ModelError(f"answered HTTP {answer.status_code}")
    try:
        return json.loads(FENCE.sub("", answer.json()["choices"][0]["message"]["content"]))
    except (ValueError, KeyError, IndexError, TypeError):
        raise ModelError("answered something that cannot be read") from None
