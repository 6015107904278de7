"""Configuration by environment, read and checked once at start. docs/operations/configuration.md lists it."""

import contextlib
import fcntl
import os
import re
import secrets
import sys
import tempfile
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
from psycopg.conninfo import conninfo_to_dict
from pydantic import Field, ValidationError, ValidationInfo, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from packhorse.retention.server import Mailing, mail_server
from packhorse.web.brand import CONTRAST, contrast, read_logo


def _must_be_known_to_libpq(url: str) -> None:
    """Raise ValueError for what the database's own library cannot read; the URL's password is not repeated."""
    try:
        parts = conninfo_to_dict(url)
    except psycopg.ProgrammingError as error:
        option = re.search(r'query parameter: "(\w+)"', str(error))
        raise ValueError(
            f"has an option {option[1]!r} that PostgreSQL does not know, or that has no value"
            if option
            else "cannot be read: write special characters of user and password as %40 (for @), %25 (for %) and so on, "
            "for example postgresql://user:pass%40word@host:5432/packhorse"
        ) from None
    for port in str(parts.get("port") or "").split(","):
        if port and not (port.isascii() and port.isdecimal() and 1 <= int(port[:6]) <= 65535):
            raise ValueError(f"has a port {port[:20]!r}: it must be a number from 1 to 65535")


DROID = Path("/usr/share/fonts/truetype/droid")  # where Debian lays fonts-droid-fallback
SERVERS_OWN = ("postgres", "template0", "template1")


class Config(BaseSettings):
    """Every setting of Packhorse. Names in the environment: DATABASE_URL, and PACKHORSE_ before the others."""

    model_config = SettingsConfigDict(env_prefix="PACKHORSE_", env_ignore_empty=True, extra="ignore")

    database_url: str | None = Field(None, validation_alias="DATABASE_URL")
    database: str | None = None
    data_dir: Path | None = None
    secret_key: str | None = None
    debug: bool = False
    hosts: str = "localhost,127.0.0.1,[::1]"
    https: bool = False
    host: str = "127.0.0.1"
    port: int = Field(8000, ge=1, le=65535)
    threads: int = Field(32, ge=1, le=256)
    workers: int = Field(min(2, os.cpu_count() or 1), ge=1, le=64)
    demo: bool = False
    merchant: str = "Packhorse"
    logo: Path | None = None  # an image file, on the pages that customers see
    colour: str = "#1f6f5c"  # of those pages, with white text on it
    public_url: str = ""  # where customers reach the console, for links in what shops send them
    private_shops: bool = False
    mail_url: str | None = None
    mail_from: str | None = Field(None, validate_default=True)
    mail_wait: int = Field(10, ge=0, le=1440)  # minutes in which changes of a promise become one mail
    seller_number: str = Field("", max_length=40)  # EORI, IOSS or VAT number, for customs papers
    hazmat_phone: str = Field("", max_length=40)  # for more information, on the marks of batteries
    currency: str = Field("GBP", pattern=r"^[A-Z]{3}$")  # ISO 4217: of all costs
    fonts: Path = DROID  # TrueType fonts for letters that DejaVu lacks
    promise_chance: int = Field(90, ge=50, le=99)  # percent: with what chance a promised day is to be kept
    photo_above: int | None = Field(None, ge=0)  # minor units of a parcel's goods from which on a photo is wanted
    photo_days: int = Field(180, ge=1, le=3650)  # for so long photos of parcels are kept
    gs1_prefix: str = "9520000"  # GS1 keeps 952 for demonstrations: set your own before the first label

    @field_validator("database_url")
    @classmethod
    def _postgres_only(cls, url: str | None) -> str | None:
        if url is not None and urlsplit(url).scheme not in ("postgresql", "postgres"):
            raise ValueError(
                "must begin with postgresql://, for example postgresql://user:password@host:5432/packhorse"
            )
        if url is not None:
            _must_be_known_to_libpq(url)
        return url

    @field_validator("database")
    @classmethod
    def _plain_name(cls, name: str | None) -> str | None:
        if name is None or (re.fullmatch("[A-Za-z_][A-Za-z0-9_]{0,62}", name) and name not in SERVERS_OWN):
            return name
        raise ValueError(
            "must be the plain name of a database, for example packhorse: letters, digits and _, no digit first, at "
            f"most 63 in all, and none of {', '.join(SERVERS_OWN)}, which are the server's own"
        )

    @field_validator("secret_key")
    @classmethod
    def _long_secret(cls, key: str | None) -> str | None:
        if key is not None and len(key) < 32:
            raise ValueError("must have at least 32 characters; leave it unset and Packhorse keeps one of its own")
        return key

    @field_validator("fonts")
    @classmethod
    def _folder(cls, path: Path) -> Path:
        path = path.expanduser().absolute()
        if path != DROID and not path.is_dir():
            raise ValueError("must be a folder that is there, with TrueType fonts (.ttf) in it")
        return path

    @field_validator("logo")
    @classmethod
    def _image(cls, path: Path | None) -> Path | None:
        if path is not None:
            read_logo(path := path.expanduser().absolute())
        return path

    @field_validator("colour")
    @classmethod
    def _dark_enough(cls, colour: str) -> str:
        if not re.fullmatch("#[0-9A-Fa-f]{6}", colour):
            raise ValueError("must be # and six hexadecimal digits, for example #1f6f5c")
        if (found := contrast(colour)) < CONTRAST:
            raise ValueError(
                f"is too light for white text: the contrast is {int(100 * found) / 100}, and {CONTRAST} is the least. "
                "Take a darker one"
            )
        return colour.lower()

    @field_validator("public_url")
    @classmethod
    def _web_address(cls, url: str) -> str:
        parts = urlsplit(url)
        if url and (parts.scheme not in ("http", "https") or not parts.hostname or parts.query or parts.fragment):
            raise ValueError("must be an address such as https://orders.example.com")
        return url.rstrip("/")

    @field_validator("mail_url")
    @classmethod
    def _mail_server(cls, url: str | None) -> str | None:
        if url is not None:
            mail_server(url)
        return url

    @field_validator("mail_from")
    @classmethod
    def _mail_address(cls, address: str | None, info: ValidationInfo) -> str | None:
        if address is None and info.data.get("mail_url"):
            raise ValueError("must be set with PACKHORSE_MAIL_URL: the address that customers see as the sender")
        if address is not None and not re.fullmatch(
            r"[\w.+-]{1,64}@([a-z0-9-]+\.)+[a-z0-9-]{2,63}", address, re.A | re.I
        ):
            raise ValueError("must be a plain mail address, for example orders@example.com")
        return address

    @field_validator("gs1_prefix")
    @classmethod
    def _prefix(cls, prefix: str) -> str:
        if not (prefix.isdecimal() and 7 <= len(prefix) <= 10):
            raise ValueError("must be the 7 to 10 digits of your GS1 company prefix")
        return prefix

    def mailing(self) -> Mailing | None:
        """Return how customers are written to; None when no mail server is named, and in a demonstration."""
        if not self.mail_url or not self.mail_from or self.demo:
            return None
        return Mailing(mail_server(self.mail_url), self.mail_from, self.merchant, self.public_url, 60 * self.mail_wait)

    def folder(self) -> Path:
        """Return the folder for everything Packhorse keeps on this machine."""
        if self.data_dir is not None:
            return self.data_dir.expanduser().absolute()
        if os.geteuid() == 0:
            return Path("/var/lib/packhorse")
        import platformdirs

        return platformdirs.user_data_path("packhorse")

    def signing_key(self) -> str:
        """Return the secret key: the one given, else one made once and kept in the data folder for its owner only."""
        if self.secret_key:
            return self.secret_key
        path = self.folder() / "secret_key"
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            return _kept_key(path)
        except (OSError, UnicodeDecodeError) as error:
            why = error.strerror if isinstance(error, OSError) else "it holds no text"
            print(
                f"packhorse: cannot keep a secret key in {path}: {why}. "
                "Set PACKHORSE_DATA_DIR to a folder you may write to, or PACKHORSE_SECRET_KEY.",
                file=sys.stderr,
            )
            raise SystemExit(2) from None


def _kept_key(path: Path) -> str:
    """Return the key in a file, which is there whole or not at all; an empty one, left by a full disk, is replaced."""
    while not (key := path.read_text(encoding="ascii").strip() if path.exists() else ""):
        with tempfile.NamedTemporaryFile("w", dir=path.parent, prefix="secret_key.", encoding="ascii") as whole:
            whole.write(secrets.token_urlsafe(48))
            whole.flush()
            os.fsync(whole.fileno())
            if path.exists():
                _replace_empty(path, whole.name)
            else:
                with contextlib.suppress(FileExistsError):  # another process was first: its key counts
                    os.link(whole.name, path)
        folder = os.open(path.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)
    return key


def _replace_empty(path: Path, whole: str) -> None:
    """Put a whole file in an empty one's place; of several processes that find it empty one does."""
    with open(path, "r+", encoding="ascii") as empty:
        fcntl.flock(empty, fcntl.LOCK_EX)
        if os.path.samestat(os.fstat(empty.fileno()), path.stat()) and not empty.read().strip():
            second = f"{whole}.key"
            os.link(whole, second)
            os.replace(second, path)


def load() -> Config:
    """Read the environment; a wrong value ends the program with one line per fault and exit code 2."""
    try:
        return Config()
    except ValidationError as error:
        for fault in error.errors():
            name = str(fault["loc"][0])
            name = name.upper() if name == "DATABASE_URL" else f"PACKHORSE_{name.upper()}"
            message = fault["msg"].removeprefix("Value error, ")
            print(f"packhorse: {name} {message}", file=sys.stderr)
        raise SystemExit(2) from None
