"""Shopify: orders in the order of change, by links that stay on the shop's own host."""

from __future__ import annotations

from typing import Any

import pytest

from kefu.errors import DataError
from kefu.sources.live import Connection
from tests.sources.live.conftest import Desk, Serve, ids
from tests.sources.live.servers import Asked, Reply, Shopify, Site

ORDERS = "/admin/api/2025-10/orders.json"


def order(number: int, minute: int) -> dict[str, Any]:
    """As in the Admin REST documentation, shortened; times carry the shop's offset."""
    return {
        "id": 450_789_469 + number,
        "name": f"#100{number}",
        "email": "bob@example.com",
        "created_at": "2026-06-01T08:00:00-04:00",
        "updated_at": f"2026-06-01T12:{minute:02}:00-04:00",
        "currency": "USD",
        "total_price": "409.94",
        "financial_status": "partially_refunded",
        "line_items": [{"id": 466_157_049, "sku": "IPOD2008GREEN", "quantity": 1, "price": "199.00"}],
        "refunds": [{"id": 509_562_969, "created_at": "2026-06-02T08:00:00-04:00"}],
    }


def shop_of(minutes: list[int], **options: Any) -> Shopify:
    return Shopify([order(number, minute) for number, minute in enumerate(minutes)], **options)


@pytest.fixture(autouse=True)
def _token(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SHOP_TOKEN", Shopify.token)


def connected(desk: Desk, site: Site, shop: Shopify) -> Connection:
    shop.host = shop.host or site.url
    return desk.connect(
        "shop",
        f"kind: shopify\naddress: {site.url}/\nsince: 2026-01-01\n"
        "environment: {token: SHOP_TOKEN}\nstreams: [orders]\n",
    )


def numbers(landed: dict[str, list[dict[str, Any]]]) -> list[int]:
    return [one - 450_789_469 for one in ids(landed.get("orders", []))]


def test_pages_are_followed_by_their_links(desk: Desk, serve: Serve) -> None:
    shop = shop_of([1, 2, 3, 4, 5])
    site = serve(shop)
    landed = desk.sync(connected(desk, site, shop))
    assert numbers(landed) == [0, 1, 2, 3, 4]
    assert landed["orders"][0] == shop.orders[0]
    assert [one.get("updated_at_min") for one in site.queries(ORDERS)] == ["2025-12-31T10:00:00+00:00", None, None]


def test_the_second_run_asks_only_for_what_changed(desk: Desk, serve: Serve) -> None:
    shop = shop_of([1, 2, 3, 4, 5])
    site = serve(shop)
    connection = connected(desk, site, shop)
    desk.sync(connection)
    assert desk.sync(connection) == {}
    shop.orders[1] |= {"updated_at": "2026-06-01T17:00:00+00:00", "financial_status": "refunded"}
    landed = desk.sync(connection)
    assert [(one["name"], one["financial_status"]) for one in landed["orders"]] == [("#1001", "refunded")]
    assert site.queries(ORDERS)[-1]["updated_at_min"] == "2026-06-01T12:05:00-04:00"


def test_a_second_change_within_the_newest_second_is_no_repetition(desk: Desk, serve: Serve) -> None:
    shop = shop_of([1, 2])
    connection = connected(desk, serve(shop), shop)
    desk.sync(connection)
    shop.orders[1]["financial_status"] = "refunded"
    assert numbers(desk.sync(connection)) == [1]


@pytest.mark.parametrize("minutes", [[1, 2, 3, 4, 5, 6], [1, 2, 2, 2, 2, 3]], ids=["distinct", "same second"])
@pytest.mark.parametrize("orderly", [True, False])
@pytest.mark.parametrize("answers", [1, 2])
def test_a_crash_after_a_page_loses_nothing(
    desk: Desk, serve: Serve, minutes: list[int], orderly: bool, answers: int
) -> None:
    """In order nothing comes twice either. A shop that does not keep the order asked for is read from the start."""
    shop = shop_of(minutes, orderly=orderly)

    def failing(asked: Asked) -> Reply:
        return Reply(403) if len(site.asked) > answers and not recovered else shop(asked)

    recovered: list[bool] = []
    site = serve(failing)
    connection = connected(desk, site, shop)
    with pytest.raises(DataError, match="HTTP 403"):
        desk.sync(connection)
    recovered.append(True)
    landed = desk.sync(connection)
    assert set(numbers(landed)) == {0, 1, 2, 3, 4, 5}
    if orderly:
        assert numbers(landed) == [0, 1, 2, 3, 4, 5]
    assert desk.sync(connection) == {}


def test_a_link_to_another_host_is_refused_and_gets_no_token(desk: Desk, serve: Serve) -> None:
    thief = serve(lambda _: Reply(body={"orders": []}))
    shop = shop_of([1, 2, 3], page=2)
    shop.host = thief.url
    with pytest.raises(DataError, match=r"next page is said to be at http://127\.0\.0\.1:\d+, not"):
        desk.sync(connected(desk, serve(shop), shop))
    assert thief.asked == []


def test_an_answer_without_orders_is_told(desk: Desk, serve: Serve) -> None:
    site = serve(lambda _: Reply(body={"errors": "shop is frozen"}))
    with pytest.raises(DataError, match='the answer has no "orders"'):
        desk.sync(connected(desk, site, shop_of([])))
