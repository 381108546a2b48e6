"""What holds for every test: no network beyond loopback, no real keychain, no real home, no task left running.

Guarantees: a connection to anywhere but this machine raises, before a packet is sent.
Does not: stop a child process; those get their home and their addresses from the test.
"""

from __future__ import annotations

import asyncio
import functools
import inspect
import ipaddress
import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import keyring
import keyring.backends.fail
import keyring.errors
import pytest
from keyring.backend import KeyringBackend


class NetworkForbidden(BaseException):
    """A test reached for the network. Not an Exception, so that no code under test can swallow it."""


class RememberedKeyring(KeyringBackend):
    """A keychain in memory: what `keyring` talks to in tests that want one."""

    priority = 5.0  # type: ignore[assignment]

    def __init__(self) -> None:
        super().__init__()
        self.kept: dict[tuple[str, str], str] = {}

    def get_password(self, service: str, username: str) -> str | None:
        return self.kept.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self.kept[(service, username)] = password

    def delete_password(self, service: str, username: str) -> None:
        if self.kept.pop((service, username), None) is None:
            raise keyring.errors.PasswordDeleteError("not there")


@pytest.fixture
def anyio_backend() -> str:
    """The one runtime."""
    return "asyncio"


@pytest.fixture(autouse=True)
def no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """Make any connection beyond loopback fail."""
    for name in ("connect", "connect_ex"):
        monkeypatch.setattr(socket.socket, name, _guarded(getattr(socket.socket, name)))


@pytest.fixture(autouse=True)
def own_home(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Point the home and the folder of key files into the test's own folder."""
    monkeypatch.setenv("SAMANTHA_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("SAMANTHA_KEY_DIR", str(tmp_path / "keys"))
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.fail.Keyring")
    monkeypatch.delenv("SAMANTHA_PASSPHRASE", raising=False)


@pytest.fixture(autouse=True)
def no_keychain() -> Iterator[None]:
    """A machine without a keychain, unless a test asks for `keychain`."""
    before = keyring.get_keyring()
    keyring.set_keyring(keyring.backends.fail.Keyring())
    yield
    keyring.set_keyring(before)


@pytest.fixture
def keychain(no_keychain: None) -> RememberedKeyring:
    """A machine with a keychain, in memory."""
    backend = RememberedKeyring()
    keyring.set_keyring(backend)
    return backend


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Let every asynchronous test answer for the tasks that it started."""
    for item in items:
        if isinstance(item, pytest.Function) and inspect.iscoroutinefunction(item.obj):
            item.obj = leaving_no_task(item.obj)


def leaving_no_task(test: Any) -> Any:
    """`test`, failing when a task that it started is still running at its end."""

    @functools.wraps(test)
    async def watched(*args: Any, **kwargs: Any) -> None:
        before = asyncio.all_tasks()
        await test(*args, **kwargs)
        left = [task.get_name() for task in asyncio.all_tasks() - before if not task.done()]
        assert not left, f"tasks still running: {left}"

    return watched


def _guarded(connect: Any) -> Any:
    def connect_here(self: socket.socket, address: Any) -> Any:
        if self.family in (socket.AF_INET, socket.AF_INET6) and not _is_loopback(str(address[0])):
            raise NetworkForbidden(f"a test tried to reach {address[0]}")
        return connect(self, address)

    return connect_here


def _is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
