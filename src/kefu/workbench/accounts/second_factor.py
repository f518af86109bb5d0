"""The second factor: a code from an app on the person's phone, and codes on paper for when the phone is lost."""

from __future__ import annotations

import base64
import io
import secrets
from urllib.parse import urlencode

import qrcode
import qrcode.image.svg
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST
from django_otp import devices_for_user, match_token
from django_otp import login as verified
from django_otp.plugins.otp_static.models import StaticDevice
from django_otp.plugins.otp_totp.models import TOTPDevice

from kefu.workbench.accounts import audit
from kefu.workbench.accounts.models import User
from kefu.workbench.accounts.person import person_of
from kefu.workbench.web.page import NEEDS_CODE, page
from kefu.workbench.web.words import word

PAPER_CODES = 8


@page("accounts.own")
def code(request: HttpRequest) -> HttpResponseBase:
    """Ask for the code after name and password; too many wrong ones make the device wait (django-otp)."""
    onward = request.GET.get("next", "/")
    safe = url_has_allowed_host_and_scheme(onward, allowed_hosts={request.get_host()}, require_https=settings.HTTPS)
    wrong = ""
    if request.method == "POST":
        device = match_token(person_of(request), request.POST.get("code", "").replace(" ", ""))
        if device is not None:
            verified(request, device)
            request.session.pop(NEEDS_CODE, None)
            return redirect(onward if safe else "/")
        audit.record(person_of(request), "accounts.wrong_code")
        wrong = word("accounts.second.wrong")
    return render(request, "accounts/code.html", {"wrong": wrong, "query": urlencode({"next": onward})})


@page("accounts.own")
def set_up(request: HttpRequest) -> HttpResponseBase:
    """Show the secret as a picture for the app; it counts once a code of it was typed in."""
    person = person_of(request)
    if TOTPDevice.objects.filter(user=person, confirmed=True).exists():
        return render(request, "accounts/second_factor.html", {"is_on": True})
    device, _ = TOTPDevice.objects.get_or_create(user=person, confirmed=False, defaults={"name": "app"})
    if request.method == "POST":
        if device.verify_token(request.POST.get("code", "").replace(" ", "")):
            device.confirmed = True
            device.save()
            verified(request, device)
            audit.record(person, "accounts.second_factor_on")
            return render(request, "accounts/paper_codes.html", {"codes": _paper_codes(person)})
        messages.error(request, word("accounts.second.wrong"))
    told = {"picture": _picture(device.config_url), "key": _key(device), "is_on": False}
    return render(request, "accounts/second_factor.html", told)


@page("accounts.own")
@require_POST
def switch_off(request: HttpRequest) -> HttpResponseBase:
    """Only with a code: whoever finds an open browser cannot do it."""
    person = person_of(request)
    if match_token(person, request.POST.get("code", "").replace(" ", "")) is None:
        messages.error(request, word("accounts.second.wrong"))
        return redirect("accounts:second_factor")
    for device in list(devices_for_user(person)):
        device.delete()
    audit.record(person, "accounts.second_factor_off")
    messages.success(request, word("accounts.second.switched_off"))
    return redirect("accounts:own")


def _paper_codes(person: User) -> list[str]:
    """New codes that each open the door once; earlier ones are void."""
    StaticDevice.objects.filter(user=person).delete()
    device = StaticDevice.objects.create(user=person, name="paper")
    codes = [secrets.token_hex(5) for _ in range(PAPER_CODES)]
    for one in codes:
        device.token_set.create(token=one)
    return codes


def _key(device: TOTPDevice) -> str:
    """The secret as apps take it by hand: letters in fours."""
    letters = base64.b32encode(device.bin_key).decode("ascii")
    return " ".join(letters[at : at + 4] for at in range(0, len(letters), 4))


def _picture(address: str) -> str:
    """The address as a QR code on a ground of its own, which a camera reads on a dark page too."""
    drawn = io.BytesIO()
    qrcode.make(address, image_factory=qrcode.image.svg.SvgPathFillImage, box_size=12).save(drawn)
    return f"data:image/svg+xml;base64,{base64.b64encode(drawn.getvalue()).decode('ascii')}"
