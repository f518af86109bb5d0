"""People and teams, and the audit: what was done, by whom, when, and how it was before."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.urls import reverse
from django.utils import timezone

from kefu.workbench.accounts.roles import Role
from kefu.workbench.web.words import word


class Team(models.Model):
    """A group of people; ``code`` is the team as the data know it, so that a lead sees that team's rows."""

    code = models.CharField(max_length=60, unique=True)
    name = models.CharField(max_length=80)

    class Meta:
        ordering: ClassVar[list[str]] = ["code"]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("accounts:people")


class People(BaseUserManager["User"]):
    def create_user(self, username: str, password: str | None = None, **fields: Any) -> User:
        user = self.model(username=self.model.normalize_username(username), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user


class User(AbstractBaseUser, PermissionsMixin):
    """Somebody who may come in. ``agent_id`` is who they are in the data; ``is_superuser`` administers accounts."""

    username = models.CharField(max_length=60, unique=True)
    name = models.CharField(max_length=80, blank=True, default="")
    email = models.EmailField(blank=True, default="")
    role = models.CharField(max_length=20, choices=Role, default=Role.AGENT)
    team = models.ForeignKey(Team, null=True, blank=True, on_delete=models.PROTECT, related_name="people")
    agent_id = models.CharField(max_length=60, blank=True, default="")
    language = models.CharField(max_length=10, blank=True, default="")
    appearance = models.CharField(max_length=8, blank=True, default="auto")
    is_active = models.BooleanField(default=True)
    must_change_password = models.BooleanField(default=False)
    joined_at = models.DateTimeField(default=timezone.now)

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS: ClassVar[list[str]] = []
    objects = People()

    class Meta:
        ordering: ClassVar[list[str]] = ["username"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=models.Q(role__in=Role.values), name="user_role_known")
        ]

    def __str__(self) -> str:
        return self.name or self.username

    def get_absolute_url(self) -> str:
        return reverse("accounts:person", args=[self.pk])

    @property
    def role_title(self) -> str:
        return word(f"accounts.roles.{self.role}")


class Token(models.Model):
    """A key for programs, kept as a digest only; ``scopes`` are permissions, or apps for all of theirs."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="tokens")
    name = models.CharField(max_length=80)
    digest = models.CharField(max_length=64, unique=True)
    scopes = models.JSONField(default=list)
    created_at = models.DateTimeField(default=timezone.now)
    used_at = models.DateTimeField(null=True)
    ends_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar[list[str]] = ["-created_at"]

    def __str__(self) -> str:
        return self.name


class AuditEvent(models.Model):
    """One thing somebody did; rows are only ever added. ``before`` and ``after`` hold the fields that changed."""

    at = models.DateTimeField(default=timezone.now, db_index=True)
    who = models.CharField(max_length=60, db_index=True)  # the name, so that it outlives the account; "" is Kefu itself
    what = models.CharField(max_length=60, db_index=True)  # "actions.opened"
    kind = models.CharField(max_length=40, blank=True, default="")  # of the object
    object_id = models.CharField(max_length=200, blank=True, default="")
    why = models.TextField(blank=True, default="")
    before = models.JSONField(default=dict)
    after = models.JSONField(default=dict)
    address = models.GenericIPAddressField(null=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["-at", "-id"]
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["kind", "object_id"])]

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise TypeError("an audit event is never changed")
        super().save(*args, **kwargs)

    def delete(self, *_args: Any, **_kwargs: Any) -> tuple[int, dict[str, int]]:
        raise TypeError("an audit event is never removed")
