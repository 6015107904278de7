"""Real processes of Packhorse for the fault tests: started, waited for with a deadline, and always ended."""

import os
import select
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path

TESTS = Path(__file__).parent.parent
MAKE = """
import sys
from packhorse.web.start import StartError, start
try:
    start()
except StartError as error:
    print(f"packhorse: {error}", file=sys.stderr)
    sys.exit(2)
"""
JOIN = """
from packhorse.placing.queries import channels
print("joined", len(channels()))
"""


def environment(folder, **more):
    """The environment of a Packhorse that keeps everything in `folder`, whatever the tests themselves use."""
    clean = {name: value for name, value in os.environ.items() if name not in ("DATABASE_URL", "PACKHORSE_DATABASE")}
    path = os.pathsep.join(filter(None, (str(TESTS), os.environ.get("PYTHONPATH"))))
    own = {"PACKHORSE_DATA_DIR": str(folder), "PYTHONPATH": path, "COLUMNS": "1000", "NO_COLOR": "1"}
    return clean | own | more


def run(folder, *arguments, **more):
    """Run Python with `arguments` to its end."""
    command = [sys.executable, *map(str, arguments)]
    return subprocess.run(
        command,
        env=environment(folder, **more),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=120,
    )


def packhorse(folder, *arguments, **more):
    """Run the command to its end."""
    return run(folder, "-m", "packhorse.cli", *arguments, **more)


def make(folder):
    """Make the database of a folder."""
    return run(folder, "-c", MAKE)


def make_at_once(folder):
    """Make the database of a folder by two processes at once; (its end, what it said, its faults) of each."""
    both = [
        subprocess.Popen(
            [sys.executable, "-c", MAKE + JOIN],
            env=environment(folder),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for _ in range(2)
    ]
    words = [each.communicate(timeout=300) for each in both]
    return [(each.returncode, *said) for each, said in zip(both, words, strict=True)]


@contextmanager
def running(folder, *arguments, **more):
    """Start Python with `arguments`, in a group of its own that is gone at the end, whatever happens."""
    with tempfile.TemporaryFile("w+") as words:
        process = subprocess.Popen(
            [sys.executable, *map(str, arguments)],
            env=environment(folder, **more),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=words,
            text=True,
            start_new_session=True,
        )
        process.words = words
        try:
            yield process
        finally:
            if process.poll() is None:
                end(process)
            process.stdout.close()


def end(process, patience=10):
    """Ask a process to end, then make it."""
    process.terminate()
    try:
        process.wait(timeout=patience)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait(timeout=patience)


def wait_for_end(process, patience):
    """Let a process end by itself; kill it when it does not."""
    try:
        process.wait(timeout=patience)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait(timeout=10)


def said(process):
    """What a process wrote to stderr so far."""
    process.words.seek(0)
    return process.words.read()


def wait_for_line(process, wanted, patience=40):
    """Read a process's stdout until a line begins with `wanted`."""
    deadline = time.monotonic() + patience
    while time.monotonic() < deadline:
        ready, _, _ = select.select([process.stdout], [], [], 0.5)
        if ready:
            line = process.stdout.buffer.raw.readline().decode()  # unbuffered, or select would not see what is held
            if line.startswith(wanted):
                return line.strip()
            assert line, f"ended with {process.wait(5)} before it said {wanted!r}: {said(process)[-2000:]}"
    raise AssertionError(f"{wanted!r} was not said in {patience} s: {said(process)[-2000:]}")


def wait_until(true, what, patience=20):
    """Ask again and again until something is true."""
    deadline = time.monotonic() + patience
    while not (answer := true()):
        assert time.monotonic() < deadline, f"not in {patience} s: {what}"
        time.sleep(0.05)
    return answer


def free_port():
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        return trial.getsockname()[1]


def answers(port):
    """Say whether somebody listens on a port."""
    with socket.socket() as trial:
        return trial.connect_ex(("127.0.0.1", port)) == 0


def alive(pid):
    """Say whether a process is there (one that has ended but was not waited for is not)."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] not in ("Z", "X")
    except (FileNotFoundError, ProcessLookupError):
        return False


def known(pid):
    """Say whether the kernel still keeps a process's number, be it only for one that was not waited for."""
    return Path(f"/proc/{pid}").exists()


def children(pid):
    """The processes that a process started."""
    found = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            parent = int(stat.read_text().rpartition(")")[2].split()[1])
        except (FileNotFoundError, ProcessLookupError):
            continue
        if parent == pid:
            found.append(int(stat.parent.name))
    return found


def postmaster(folder):
    """The id of the embedded server in a data folder, or None when none runs."""
    try:
        pid = int((Path(folder) / "postgres" / "data" / "postmaster.pid").read_text().split()[0])
    except (FileNotFoundError, IndexError, ValueError):
        return None
    return pid if alive(pid) else None


def copy(made, folder):
    """Copy a data folder whose server is at rest; its files stay their owner's."""
    subprocess.run(["cp", "-a", f"{made}/.", str(folder)], check=True)
    Path(folder).chmod(0o711)


@contextmanager
def data_folder(made=None):
    """A data folder of the test's own, empty or like one that was made; in the end its server stops and it goes."""
    folder = Path(tempfile.mkdtemp(prefix="packhorse-fault-", dir="/var/tmp"))
    folder.chmod(0o711)
    try:
        if made:
            copy(made, folder)
        yield folder
    finally:
        stop_server(folder)
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def served(folder):
    """Keep the embedded server of a folder up: commands join it, where each would start and stop its own."""
    from packhorse import postgres

    server = postgres.start(folder / "postgres")
    try:
        yield
    finally:
        postgres.stop(server)


def stop_server(folder):
    """Stop a server that a killed process left behind."""
    if pid := postmaster(folder):
        if Path(f"/proc/{pid}/comm").read_text().strip() != "postgres":
            return
        os.kill(pid, signal.SIGQUIT)
        wait_until(lambda: not alive(pid), f"server {pid} stops")
