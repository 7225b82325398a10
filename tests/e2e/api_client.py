"""A script at the door of a mixing box: what signs in, asks, and keeps its connection open, as a browser does."""
import http.client
import json
import os
import socket
import ssl
from dataclasses import dataclass, field

from page_client import TLS
from stage import Stage, StageFailed

ROLES = ("viewer", "secretary", "chair", "technician")


def password_of(name: str) -> str:
    return f"giaoban-{name}"


def make_accounts(stage: Stage) -> None:
    """One of each role, by giaobanctl, as a technician makes the first."""
    for role in ROLES:
        stage.add_account(role, role, password_of(role))


@dataclass
class Reply:
    status: int
    headers: dict = field(default_factory=dict)
    body: bytes = b""

    @property
    def kind(self) -> str:
        """Of its content, without parameters."""
        return self.headers.get("content-type", "").split(";")[0].strip()

    def json(self):
        return json.loads(self.body)


class Client:
    def __init__(self, port: int, account: str = ""):
        self.port, self.tls = port, TLS
        self.connection = None
        self.cookie = self.csrf = ""
        if account:
            self.sign_in(account)

    def sign_in(self, account: str) -> None:
        reply = self.ask("POST", "/api/login", {"name": account, "password": password_of(account)})
        if reply.status != 200:
            raise StageFailed(f"{account} cannot sign in: {reply.status} {reply.body!r}")
        self.cookie = reply.headers["set-cookie"].split(";")[0]
        self.csrf = reply.json()["csrf"]

    def close(self) -> None:
        if self.connection is not None:
            self.connection.close()
            self.connection = None

    def ask(self, method: str, target: str, body=None, headers=None, raw: bytes = None) -> Reply:
        """`headers` come in place of those of the same name; None takes one away."""
        if raw is None and body is not None:
            raw = json.dumps(body).encode()
        sent = {"Cookie": self.cookie or None, "X-CSRF": self.csrf or None,
                "Content-Type": "application/json" if raw is not None else None, **(headers or {})}
        sent = {key: value for key, value in sent.items() if value is not None}
        for last in (False, True):
            try:
                if self.connection is None:
                    self.connection = http.client.HTTPSConnection("127.0.0.1", self.port, context=self.tls, timeout=20)
                self.connection.request(method, target, body=raw, headers=sent)
                answer = self.connection.getresponse()
                content = answer.read()
                if answer.will_close:
                    self.close()
                return Reply(answer.status, {key.lower(): value for key, value in answer.getheaders()}, content)
            except (http.client.HTTPException, OSError):
                self.close()  # an idle connection that the other end had closed is no fault, once
                if last:
                    raise
        raise AssertionError("unreachable")

    def socket(self) -> ssl.SSLSocket:
        """A connection of one's own, for what is no HTTP."""
        plain = socket.create_connection(("127.0.0.1", self.port), timeout=20)
        return self.tls.wrap_socket(plain, server_hostname="127.0.0.1")

    def follow(self):
        """A WebSocket on /api/live; its first line of an answer, and the socket."""
        live = self.socket()
        key = os.urandom(16).hex()[:22] + "=="
        live.sendall((f"GET /api/live HTTP/1.1\r\nHost: 127.0.0.1:{self.port}\r\nOrigin: https://127.0.0.1:{self.port}\r\n"
                      f"Cookie: {self.cookie}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
                      f"Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: {key}\r\n\r\n").encode())
        head = b""
        while b"\r\n\r\n" not in head:
            piece = live.recv(1)
            if not piece:
                break
            head += piece
        return head.split(b"\r\n")[0].decode(), live
