"""A mail server of the tests' own: it takes everything that it is sent, and remembers it."""

import email
import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from email.message import Message


class _Visit(socketserver.StreamRequestHandler):
    """One connection of a sender (RFC 5321)."""

    server: "Sink"

    def handle(self) -> None:
        self._say("220 sink")
        while line := self.rfile.readline():
            match line[:4].upper():
                case b"EHLO" | b"HELO":
                    self._say("250 sink")
                case b"DATA":
                    self._say("354 go on")
                    body = b"".join(iter(self.rfile.readline, b".\r\n"))
                    if not body.endswith(b"\r\n"):
                        return  # whoever sent it died in the middle
                    self.server.take(email.message_from_bytes(body))
                    self._say("250 taken")
                case b"QUIT":
                    self._say("221 bye")
                    return
                case _:
                    self._say("250 ok")

    def _say(self, words: str) -> None:
        with suppress(OSError):  # nobody listens any more
            self.wfile.write(words.encode() + b"\r\n")


class Sink(socketserver.ThreadingTCPServer):
    """`mails` is what arrived, in order."""

    allow_reuse_address = daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Visit)
        self.mails: list[Message] = []
        self.arrived = threading.Condition()

    @property
    def port(self) -> int:
        return int(self.server_address[1])

    def handle_error(self, *_: object) -> None:
        """A sender that is killed breaks its connection off."""

    def take(self, mail: Message) -> None:
        with self.arrived:
            self.mails.append(mail)
            self.arrived.notify_all()

    def wait_for(self, number: int, seconds: float) -> bool:
        """Whether `number` different mails arrived within so many seconds."""
        with self.arrived:
            return self.arrived.wait_for(lambda: len({one["Message-ID"] for one in self.mails}) >= number, seconds)


@contextmanager
def sink() -> Iterator[Sink]:
    """A mail server at a port of its own, until the block ends."""
    with Sink() as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
        thread.start()
        yield server
        server.shutdown()
        thread.join()
