"""Shopify: orders, customers and products that changed since last time, by the Admin REST API.

Pages are asked for in the order of change and followed by the link Shopify gives. Such links do not keep, so after a
crash the list begins anew at the last change that was kept, less what was kept of it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from kefu.sources.live import Connection, Feed, Page
from kefu.sources.live._http import Api, field, header_value
from kefu.sources.live._seen import seen, unseen

VERSION = "2025-10"  # Shopify answers an older version than it still has by the oldest it has
PAGE_SIZE = 250  # the most Shopify gives
BEGINNING = datetime(1970, 1, 1, tzinfo=UTC)

Place = dict[str, str]


def fetch(connection: Connection, cursor: Mapping[str, str]) -> Iterator[Page]:
    place = dict(cursor)
    with Api(connection, {"X-Shopify-Access-Token": header_value(connection, "token")}) as api:
        for stream in connection.streams:
            yield from _changes(api, connection, place, stream)


def _changes(api: Api, connection: Connection, place: Place, stream: str) -> Iterator[Page]:
    newest = datetime.fromisoformat(place[stream]) if stream in place else BEGINNING
    orderly = True
    answer = api.get(
        f"/admin/api/{connection.settings.get('version', VERSION)}/{stream}.json", _question(connection, place, stream)
    )
    last = dict(place)
    while True:
        records = field(answer.body, stream, connection)
        fresh = unseen(records, place.get(f"{stream}.seen", ""))
        moments = [_moment(one, connection) for one in records]
        orderly = orderly and moments == sorted(moments) and (not moments or moments[0] >= newest)
        newest = _note(last, stream, list(zip(moments, records, strict=True)), newest)
        if orderly or not answer.following:  # else older ones may follow, and the cursor would pass them by
            place |= last
        yield Page(stream, fresh, dict(place))
        if not answer.following:
            return
        answer = api.follow(answer.following)


def _question(connection: Connection, place: Place, stream: str) -> dict[str, str | int]:
    question: dict[str, str | int] = {"limit": PAGE_SIZE, "order": "updated_at asc"}
    if stream == "orders":
        question["status"] = "any"
    since = place.get(stream) or (connection.since_instant.isoformat() if connection.since_instant else "")
    return {**question, "updated_at_min": since} if since else question


def _note(
    place: Place, stream: str, records: Sequence[tuple[datetime, Mapping[str, Any]]], before: datetime
) -> datetime:
    """Write down the newest change so far, and what was had of that moment."""
    newest = max([before, *(moment for moment, _record in records)])
    if records:
        at_newest = [record for moment, record in records if moment == newest]
        known = place.get(f"{stream}.seen", "") if newest == before else ""
        place |= {stream: newest.isoformat(), f"{stream}.seen": seen(at_newest, known)}
    return newest


def _moment(record: Mapping[str, Any], connection: Connection) -> datetime:
    return datetime.fromisoformat(field(record, "updated_at", connection))


FEED = Feed(
    title={"en": "Shopify", "zh": "Shopify 店铺"},
    fetch=fetch,
    needs=(("token",),),
    streams=("orders", "customers", "products"),
    settings={"version": False},
)
