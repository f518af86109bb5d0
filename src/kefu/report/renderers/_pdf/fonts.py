"""Which font the paper is set in: one family with Chinese letters, found on the machine, never shipped with Kefu."""

from __future__ import annotations

from functools import cache

import typst

from kefu.errors import MissingPartError

FAMILIES = (  # simplified Chinese, sans serif, in a regular and a bold weight; free ones first
    "Noto Sans CJK SC",
    "Noto Sans SC",
    "Source Han Sans SC",
    "Source Han Sans CN",
    "Microsoft YaHei",
    "PingFang SC",
    "Hiragino Sans GB",
)


def family(wanted: str) -> str:
    """Return the theme's own font where it is installed, else the first of the usual ones; MissingPartError if none."""
    here = installed()
    for name in (wanted, *FAMILIES):
        if name in here:
            return name
    raise MissingPartError(
        "pdf: no Chinese font on this machine; install Noto Sans CJK SC (Debian and Ubuntu: apt install "
        "fonts-noto-cjk; Fedora: dnf install google-noto-sans-cjk-fonts) and run the command again"
    )


@cache
def fonts() -> typst.Fonts:
    """The fonts of the machine, searched once per run."""
    return typst.Fonts(include_system_fonts=True, include_embedded_fonts=False)


@cache
def installed() -> frozenset[str]:
    return frozenset(fonts().families())
