"""The index process: answers on a unix socket, to its own user only."""

import logging
import os
import signal
import socket
import struct
import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path

from cases.names import answers, wire
from cases.names.keeper import Keeper

ANSWERING, WAITING = 4, 64
ASKING_SECONDS = 2.0  # a caller who says nothing holds up one thread no longer
FOLLOWED_EVERY = 0.3  # seconds; a change is found within one
AFTER_NO_CALLER = 0.1
AFTER_A_FAULT = 3.0  # the database is away: its return need not be met at once
PEER = struct.Struct("3i")  # pid, uid, gid: ucred of unix(7)

logger = logging.getLogger(__name__)


class Server:
    """Serves from `open` until `close`. One connection asks one question."""

    def __init__(self, keeper: Keeper, path: Path, *, uid: int | None = None) -> None:
        """`uid`: who may ask, by default whoever runs this process."""
        self._keeper, self._path = keeper, path
        self._uid = os.getuid() if uid is None else uid
        self._pool = ThreadPoolExecutor(ANSWERING, "names")
        self._over = threading.Event()
        self._threads = [
            threading.Thread(target=work, daemon=True)
            for work in (self._accept, self._follow)
        ]

    def open(self) -> None:
        """Listen; the socket of a process that died is put away."""
        self._path.unlink(missing_ok=True)
        self._socket = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        before = os.umask(0o177)
        try:
            self._socket.bind(str(self._path))
        finally:
            os.umask(before)
        self._socket.listen(WAITING)
        for thread in self._threads:
            thread.start()

    def wait(self) -> None:
        """Until somebody closes."""
        self._over.wait()

    def close(self) -> None:
        self._over.set()
        self._path.unlink(missing_ok=True)
        with suppress(OSError):
            self._socket.shutdown(socket.SHUT_RDWR)  # wakes who accepts
        self._socket.close()
        self._pool.shutdown()
        for thread in self._threads:
            thread.join()

    def end(self, *_signal: object) -> None:
        """Let `wait` return: a handler of signals."""
        self._over.set()

    def _accept(self) -> None:
        while not self._over.is_set():
            try:
                caller, _ = self._socket.accept()
            except OSError:  # closed; or no file is left to answer with
                self._over.wait(AFTER_NO_CALLER)
                continue
            self._pool.submit(self._serve, caller)

    def _serve(self, caller: socket.socket) -> None:
        with caller, suppress(OSError):  # who hangs up is not answered
            caller.settimeout(ASKING_SECONDS)
            caller.sendall(wire.line(self._answer(caller)))

    def _answer(self, caller: socket.socket) -> wire.Message:
        with caller.makefile("rb") as lines:
            asked = lines.readline(wire.LONGEST)
        if not self._is_ours(caller):
            return {"error": "Only the user of this process may ask."}
        try:
            return answers.answer(self._keeper, asked)
        except Exception as error:  # noqa: BLE001 - it would repeat what was asked
            logger.error("The name index could not answer: %s", type(error).__name__)
            return {"error": "The index could not answer."}

    def _is_ours(self, caller: socket.socket) -> bool:
        peer = caller.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, PEER.size)
        return PEER.unpack(peer)[1] == self._uid

    def _follow(self) -> None:
        pause = FOLLOWED_EVERY
        while not self._over.wait(pause):
            try:
                self._keeper.follow()
                pause = FOLLOWED_EVERY
            except Exception as error:  # noqa: BLE001 - the database may come back
                logger.error("The name index cannot follow: %s", type(error).__name__)
                pause = AFTER_A_FAULT


def run(keeper: Keeper, path: Path) -> None:
    """Serve until the process is asked to end; then save what the next start reads."""
    server = Server(keeper, path)
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, server.end)
    server.open()
    server.wait()
    server.close()
    keeper.save()
