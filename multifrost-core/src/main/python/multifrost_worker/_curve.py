"""Keys by which services and those who call them know each other (CurveZMQ). Needs pyzmq."""

from __future__ import annotations

import contextlib
import os
import tempfile
import time
from collections.abc import Iterator
from typing import Any

import zmq
from zmq.auth.thread import ThreadAuthenticator

from multifrost_worker import _errors, _registry

VARIABLE = "MULTIFROST_CURVE_"
DOMAIN = b"multifrost"
USER_FILE = "curve.key"
WARN_SECONDS = 10.0  # between warnings about what strangers can cause as often as they like


class Keys:
    """The key pair of this process, and whom a service lets in: None for all who know its key."""

    def __init__(self, secret: bytes, allowed: frozenset[bytes] | None) -> None:
        self.secret = secret
        self.public: bytes = zmq.curve_public(secret)
        self.allowed = allowed


def make_pair() -> tuple[str, str]:
    """Makes a public and a secret key, without what applications of Spring take for a name."""
    while True:
        public, secret = (key.decode() for key in zmq.curve_keypair())
        if "${" not in public + secret:
            return public, secret


def keys() -> Keys | None:
    """Reads the keys that a service is given; raises ValueError where they are none.

    They are taken out of the environment: they are not for what functions start.
    """
    try:
        return _keys()
    except (_registry.RegistryError, OSError) as ex:
        raise ValueError(f"The key of this user cannot be used: {ex}") from None


def _keys() -> Keys | None:
    secret, allowed = _variable("SECRET_KEY"), _variable("ALLOWED_CLIENTS")
    if os.environ.get(VARIABLE + "LOCAL", "").strip().lower() == "true":
        if secret or allowed:
            raise ValueError(
                f"{VARIABLE}LOCAL uses the key of the user: set it, or {VARIABLE}SECRET_KEY"
            )
        return Keys(_of_user(), frozenset())
    if not secret:
        if allowed:
            raise ValueError(f"{VARIABLE}ALLOWED_CLIENTS needs {VARIABLE}SECRET_KEY as well")
        return None
    checked = check(f"{VARIABLE}SECRET_KEY", secret)
    if allowed == "*":
        return Keys(checked, None)
    clients = allowed.replace(",", " ").split()
    if not clients:
        raise ValueError(
            f"{VARIABLE}ALLOWED_CLIENTS names nobody: name the public keys of those who may call,"
            " or * for all who know the key of this service"
        )
    return Keys(checked, frozenset(check(f"{VARIABLE}ALLOWED_CLIENTS", each) for each in clients))


def caller_keys(server_key: str | None) -> tuple[Keys | None, bytes | None]:
    """Returns the keys of one who calls, and that of the service, if they have any.

    A service whose key is not known has to have that of the caller: so a probe that is started
    beside a service, with its variables, needs to know no more. Raises ValueError where a key is
    none.
    """
    secret = _variable("SECRET_KEY")
    local = os.environ.get(VARIABLE + "LOCAL", "").strip().lower() == "true"
    if not (local or secret):
        return None, check("The key of the service", server_key) if server_key else None
    own = Keys(_of_user() if local else check(f"{VARIABLE}SECRET_KEY", secret), None)
    return own, check("The key of the service", server_key) if server_key else own.public


def check(name: str, text: str) -> bytes:
    """Returns a key as ZeroMQ takes it; the error does not show it, since it may be secret."""
    try:
        key = text.encode("ascii")
        if len(key) == 40 and zmq.curve_public(key):  # which any key is good for
            return key
    except Exception as ex:  # which one it is differs from version to version of the decoder
        problem = type(ex).__name__
    else:
        problem = "its length"
    raise ValueError(
        f"{name} is no key ({problem}): one has 40 characters, and this has {len(text)}"
    ) from None


@contextlib.contextmanager
def closed_to_strangers(context: Any, router: Any, own: Keys | None) -> Iterator[None]:
    """Has a socket that is not bound yet let those in alone who are allowed."""
    if own is None:
        yield
        return
    authenticator = ThreadAuthenticator(context)
    authenticator.start()
    try:
        authenticator.configure_curve_callback(DOMAIN.decode(), credentials_provider=_Allowed(own))
        router.curve_server = True
        router.curve_secretkey, router.curve_publickey = own.secret, own.public
        router.zap_domain = DOMAIN
        router.zap_enforce_domain = 1  # nobody gets in where nobody can be asked
        yield
    finally:
        authenticator.stop()


def connect_closed(dealer: Any, server: bytes, own: Keys | None) -> None:
    """Talks to a service with a key alone."""
    public, secret = (own.public, own.secret) if own else zmq.curve_keypair()
    dealer.curve_publickey, dealer.curve_secretkey = public, secret
    dealer.curve_serverkey = server


class Refusals:
    """Warns, now and then, of those who were not let in."""

    def __init__(self) -> None:
        self._count = 0
        self._next = 0.0

    def add(self, reason: str) -> None:
        self._count += 1
        if time.monotonic() >= self._next:
            self._next = time.monotonic() + WARN_SECONDS
            _errors.notice(f"Refused {self._count} connections, the last one since {reason}")
            self._count = 0


class _Allowed:
    """Asked on the thread of the authenticator."""

    def __init__(self, own: Keys) -> None:
        self._own = own
        self._refusals = Refusals()

    def callback(self, domain: str, key: bytes) -> bool:
        # Who has the key of the service may call it, such as a probe beside it
        if self._own.allowed is None or key in self._own.allowed or key == self._own.public:
            return True
        self._refusals.add(
            f"{key.decode()} is none of the allowed clients ({VARIABLE}ALLOWED_CLIENTS)"
        )
        return False


def _variable(name: str) -> str:
    """Returns a variable, or what is in the file that one of its name and _FILE names."""
    text = os.environ.pop(VARIABLE + name, "").strip()
    file = os.environ.pop(f"{VARIABLE}{name}_FILE", "").strip()
    if text and file:
        raise ValueError(f"{VARIABLE}{name} is there twice: set it, or {VARIABLE}{name}_FILE")
    if not file:
        return text
    try:
        with open(file, encoding="ascii") as stream:
            return stream.read().strip()
    except (OSError, UnicodeDecodeError) as ex:
        raise ValueError(f"{VARIABLE}{name}_FILE cannot be read: {ex}") from None


def _of_user() -> bytes:
    """Reads the key of this user, or makes it; raises ValueError where others can read it."""
    folder = _registry.folder()
    file = os.path.join(folder, USER_FILE)
    if not os.path.exists(file):
        handle, written = tempfile.mkstemp(prefix=USER_FILE, dir=folder)
        try:
            os.write(handle, make_pair()[1].encode() + b"\n")
            os.close(handle)
            os.link(written, file)  # nobody sees half of it
        except FileExistsError:
            pass  # another process was quicker: that one holds
        finally:
            os.unlink(written)
    if os.stat(file).st_mode & 0o044:
        raise ValueError(
            f"Others can read {file}: delete it, so that a new one is made, and restart all that"
            " uses it"
        )
    with open(file, encoding="ascii", errors="replace") as stream:
        return check(f"What is in {file}", stream.read().strip())
