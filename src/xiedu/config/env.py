"""What the machine tells the program: mode, folders, secrets, database.

Everything that differs between a demo on a desk and a city's server comes through here, so that
``settings`` can be read top to bottom without a condition on its way.
"""

import os
import secrets
from pathlib import Path
from urllib.parse import unquote, urlsplit

ROOT = Path(__file__).resolve().parents[3]


class ConfigError(RuntimeError):
    """The machine is not set up as this mode demands; the message (Chinese) says what to set."""


def mode() -> str:
    """``demo`` (loopback, marked, demo accounts) or ``production``."""
    value = os.environ.get("XIEDU_MODE", "demo")
    if value not in {"demo", "production"}:
        raise ConfigError(f"XIEDU_MODE 只能是 demo 或 production，现为 {value!r}。")
    return value


def var_dir() -> Path:
    """Folder of everything the running program writes: database, files, keys, fonts."""
    path = Path(os.environ.get("XIEDU_VAR", ROOT / "var"))
    path.mkdir(parents=True, exist_ok=True)
    return path


def secret(name: str, *, demo: bool) -> str:
    """A secret from the environment; in demo mode made once and kept in ``var/keys``.

    Raises:
        ConfigError: in production, when the variable is missing or shorter than 32 characters.
    """
    value = os.environ.get(name, "")
    if not demo:
        if len(value) < 32:
            raise ConfigError(f"生产模式必须设置环境变量 {name}（不少于 32 个字符），且不得与演示环境相同。")
        return value
    if value:
        return value
    path = var_dir() / "keys" / name.lower()
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text()
    with os.fdopen(handle, "w") as out:
        value = secrets.token_urlsafe(48)
        out.write(value)
    return value


def database() -> dict[str, object]:
    """Django's database entry from ``XIEDU_DATABASE`` (a postgres address, or a SQLite file name)."""
    address = os.environ.get("XIEDU_DATABASE", "")
    if address.startswith("postgres"):
        parts = urlsplit(address)
        return {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": parts.path.lstrip("/"),
            "USER": unquote(parts.username or ""),
            "PASSWORD": unquote(parts.password or ""),
            "HOST": parts.hostname or "",
            "PORT": str(parts.port or ""),
            "CONN_MAX_AGE": 60,
            # Statements that come again are planned once (xiedu.base.rows); needs a connection of our own, no pooler.
            # A list is long to write down and quick to run: compiling it takes several times as long as running it.
            "OPTIONS": {"prepare_threshold": 3, "options": "-c jit=off"},
        }
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": address or str(var_dir() / "xiedu.sqlite3"),
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 30,
            # FULL: an act the page has acknowledged survives a power cut.
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA cache_size=-65536;",
        },
        "CONN_MAX_AGE": 60,
    }


def hosts() -> list[str]:
    """Host names a production server answers to, from ``XIEDU_HOSTS`` (comma separated).

    Raises:
        ConfigError: when none is named, or one is a wildcard.
    """
    names = [name.strip() for name in os.environ.get("XIEDU_HOSTS", "").split(",") if name.strip()]
    if not names or "*" in names:
        raise ConfigError("生产模式必须用 XIEDU_HOSTS 列明本系统的域名（逗号分隔，不得为 *）。")
    return names


def public_address(*, demo: bool) -> str:
    """Address printed on papers for verification by code, from ``XIEDU_PUBLIC_ADDRESS``."""
    default = "http://127.0.0.1:8000" if demo else ""
    value = os.environ.get("XIEDU_PUBLIC_ADDRESS", default).rstrip("/")
    if not value:
        raise ConfigError("生产模式必须用 XIEDU_PUBLIC_ADDRESS 设置公众核验文书的网址。")
    return value
