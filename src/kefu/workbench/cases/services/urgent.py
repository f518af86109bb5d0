"""Writes: an urgent problem a customer reports without an account, and how its state is asked for.

The secret that goes with a reference is made from it with the server's key, so it is kept nowhere.
"""

from __future__ import annotations

from base64 import b32encode
from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone
from django.utils.crypto import constant_time_compare, salted_hmac

from kefu.errors import UsageError
from kefu.workbench.cases.flow import Flow, Urgency
from kefu.workbench.cases.models import Attempt, Case, Contact
from kefu.workbench.cases.rulebook import rulebook
from kefu.workbench.cases.services.handling import open_case
from kefu.workbench.web.texts import masked_always, stored_key
from kefu.workbench.web.words import word

SALT = "kefu.cases.urgent"
LENGTH = 12
PER_HOUR_ASKED = 30  # questions for the state of a case


@transaction.atomic
def report(*, topic: str, number: str, description: str, contact: str, language: str) -> Case:
    """A complaint of the highest urgency; raises UsageError for a topic that is not offered."""
    book = rulebook()
    if topic not in book.urgent_topics:
        raise UsageError(word("cases.refused.value", field=word("cases.fields.topic"), value=topic))
    text, key = masked_always(description.strip()), stored_key(contact)
    customer = "" if key == contact.strip() else key  # the key stands for the contact; what has none is not kept as one
    case = open_case(
        by=None, flow=Flow.COMPLAINT, title=text.splitlines()[0][:60], description=text, urgency=Urgency.URGENT,
        topic=topic, customer=customer, order=number, is_from_customer=True,
    )  # fmt: skip
    Contact.objects.create(case=case, told=contact.strip(), language=language)
    return case


@transaction.atomic
def count(*, address: str, what: str, most: int) -> None:
    """Count an attempt of this address; raises UsageError for one more than ``most`` within an hour."""
    digest = salted_hmac(f"{SALT}.address", address, algorithm="sha256").hexdigest()
    since = timezone.now() - timedelta(hours=1)
    if Attempt.objects.filter(digest=digest, what=what, at__gt=since).count() >= most:
        raise UsageError(word("cases.urgent.too_often"))
    Attempt.objects.create(digest=digest, what=what)


def secret_of(reference: str) -> str:
    """The secret that goes with a reference; changing the server's secret key makes all of them new."""
    made = salted_hmac(f"{SALT}.secret", reference, algorithm="sha256").digest()
    return b32encode(made).decode("ascii")[:LENGTH]


def asked_for(reference: str, secret: str) -> Case | None:
    """The case a customer asks for; None where the reference or the secret is not right, without saying which."""
    reference = reference.strip().upper()
    found = Case.objects.filter(reference=reference, is_from_customer=True).first()
    is_right = constant_time_compare(secret_of(reference), secret.strip().upper())
    return found if is_right else None


def address_of(request: HttpRequest) -> str:
    """Where a request comes from: behind a proxy with TLS what that proxy saw, else what the server sees."""
    seen: str = request.META.get("REMOTE_ADDR", "")
    passed: str = request.META.get("HTTP_X_FORWARDED_FOR", "") if settings.HTTPS else ""
    return passed.rsplit(",", 1)[-1].strip() or seen
