"""All rules in the order they are tried: what an earlier one has masked, a later one does not see.

Links come first because they hold digits; a number whose kind is said comes before one that only looks like it; names
come last because they are the least certain.
"""

from __future__ import annotations

from kefu.cleaning.privacy.addresses import ADDRESSES
from kefu.cleaning.privacy.names import NAMES
from kefu.cleaning.privacy.numbers import FORMS, LINKS, SAID

RULES = (*LINKS, *SAID, *FORMS, *ADDRESSES, *NAMES)
