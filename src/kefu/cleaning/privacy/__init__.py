"""Privacy: personal data in free text become tokens such as 〔手机号·3f2a9c81d0〕, before the text leaves the store.

The digits are a pseudonym made with the project's secret key: the same value has the same one in every text and every
table of the project, and another one in every other project. ``rules`` lists what is looked for and in which order;
to add a kind of value, name it in ``kinds`` and put its rule there. docs/reference/privacy.md says what is masked,
what is not, and how well it was measured to work.
"""

from __future__ import annotations

from kefu.cleaning.privacy.key import read_key
from kefu.cleaning.privacy.kinds import PERSON
from kefu.cleaning.privacy.masking import Hit, Masked, mask
from kefu.cleaning.privacy.persons import stored_id, stored_id_sql
from kefu.cleaning.privacy.pseudonyms import Pseudonyms
from kefu.cleaning.privacy.suspects import masked_texts, suspect

__all__ = [
    "PERSON", "Hit", "Masked", "Pseudonyms", "mask", "masked_texts", "read_key", "stored_id", "stored_id_sql", "suspect"
]  # fmt: skip
