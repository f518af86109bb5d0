"""``kefu send``: a finished report to the people who read it, by e-mail and by robots of DingTalk, WeCom and Feishu."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from kefu.cli import Command
from kefu.cli._parser import offer_json
from kefu.findings.written import read_month

if TYPE_CHECKING:
    from kefu.cli._screen import Screen
    from kefu.sending.channel import Channel
    from kefu.sending.message import Message
    from kefu.sending.parcel import Parcel

KIND = "after_sales_monthly"


def configure(parser: ArgumentParser) -> None:
    parser.add_argument("month", metavar="MONTH", help="month of the report, such as 2026-10")
    parser.add_argument("--kind", metavar="KIND", default=KIND, help=f"kind of report; default: {KIND}")
    parser.add_argument(
        "--channel",
        dest="channels",
        metavar="NAME",
        action="append",
        help="channel to send to, from channels/; may be repeated; default: all of them",
    )
    parser.add_argument("--draft", action="store_true", help="the files in reports/, which nobody has approved")
    parser.add_argument("--again", action="store_true", help="also to those who got the very same message before")
    parser.add_argument("--yes", action="store_true", help="send; without it, only what would be sent is shown")
    offer_json(parser)


def run(args: Namespace) -> int:
    from kefu.cli._place import project_of
    from kefu.cli._screen import Screen
    from kefu.cli._sending import hand_over

    project, month = project_of(args), read_month(args.month)
    screen = Screen(args, project)
    with screen.progress() as progress:
        parcels = project.parcels(month, kind=args.kind, channels=args.channels, draft=args.draft, progress=progress)
    if not args.yes:
        return _show(screen, parcels)
    return hand_over(screen, project, parcels, again=args.again)


def _show(screen: Screen, parcels: Sequence[Parcel]) -> int:
    screen.give([_as_data(one.channel, one.message) for one in parcels])
    for one in parcels:
        channel, message = one.channel, one.message
        screen.say(
            screen.word(
                "send_to",
                channel=channel.name,
                kind=channel.kind,
                to=", ".join(channel.to) or screen.word("send_group"),
                audience=channel.audience,
            )
        )
        if channel.limit:
            screen.say("  " + screen.word("send_size", size=message.size, limit=channel.limit))
        for line in (message.title, *message.text.splitlines()):
            screen.say(f"  | {line}")
        screen.say()
    screen.say(screen.word("send_would"))
    return 0


def _as_data(channel: Channel, message: Message) -> dict[str, Any]:
    return {
        "channel": channel.name,
        "kind": channel.kind,
        "audience": channel.audience,
        "to": list(channel.to),
        "title": message.title,
        "text": message.text,
        "files": [str(path) for path in message.files],
        "bytes": message.size,
        "limit": channel.limit,
        "digest": message.digest,
    }


COMMAND = Command(
    title={"en": "send a finished report to its readers", "zh": "把月报发给读者：邮件、钉钉、企业微信、飞书"},
    help="""
Sends the last published version of a month (or, with --draft, the files nobody has approved yet) through the channels
of the project: channels/<name>.yaml says who reads there, in which language, with which files or link; addresses and
tokens come from environment variables it names. A message has the title, up to four key numbers and three findings, and
names nobody. Without --yes nothing is sent. What was sent stands in archive/sent.jsonl. Ends with exit code 4 where
somebody was not reached; run again, it sends to those alone. Needs kefu[send].

examples:
  kefu send 2026-10
  kefu send 2026-10 --channel managers --yes
  kefu send 2026-10 --draft --channel myself --yes
""",
    configure=configure,
    run=run,
)
