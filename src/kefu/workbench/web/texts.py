"""What of a text or a key is kept: personal data are masked as in the store, before anything is written."""

from __future__ import annotations

from kefu.cleaning.privacy import mask, stored_id
from kefu.workbench.company import company


def masked(text: str) -> str:
    """The text with tokens for personal data, unless the project keeps raw texts."""
    project = company()
    if project.configuration.keep_raw_text or not text:
        return text
    return mask(text, project.pseudonyms, language=project.configuration.language).text


def masked_always(text: str) -> str:
    """The same also where a project keeps raw texts: what customers write by themselves reaches lists only masked."""
    project = company()
    return mask(text, project.pseudonyms, language=project.configuration.language).text


def stored_key(key: str) -> str:
    """A customer's or an order's number as the store has it: a telephone number or an address is not kept."""
    return stored_id(company().pseudonyms, key.strip())
