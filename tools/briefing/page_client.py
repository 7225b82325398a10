"""A browser of the chair's page without a window: signs in, does actions, and follows /api/live. Standard library alone."""
import base64
import http.client
import json
import os
import socket
import ssl
import struct
import subprocess
import threading
import time
from dataclasses import dataclass

# The certificate is the mixing box's own, and the stage is this machine.
TLS = ssl.create_default_context()
TLS.check_hostname = False
TLS.verify_mode = ssl.CERT_NONE

REST, TEXT, CLOSE, PING, PONG = 0, 1, 8, 9, 10
# Linux's struct tcp_info: bytes_acked, bytes_received, segs_out, segs_in.
TCP_INFO_AT, TCP_INFO = 120, struct.Struct("QQII")
IP_TCP_BYTES = 52  # IPv4 and TCP with timestamps, a segment


class PageFailed(RuntimeError):
    pass


@dataclass
class Carried:
    """What a connection has carried, with TLS, TCP and IP, in bytes."""
    down: int = 0
    up: int = 0


def carried(connection: ssl.SSLSocket) -> Carried:
    info = connection.getsockopt(socket.IPPROTO_TCP, socket.TCP_INFO, TCP_INFO_AT + TCP_INFO.size)
    acked, received, segments_out, segments_in = TCP_INFO.unpack_from(info, TCP_INFO_AT)
    return Carried(down=received + segments_in * IP_TCP_BYTES, up=acked + segments_out * IP_TCP_BYTES)


class PageClient:
    def __init__(self, port: int, name: str, password: str, host: str = "127.0.0.1"):
        self.host, self.port, self.name, self.password = host, port, name, password
        self.headers = {}

    def ask(self, method: str, path: str, body=None) -> tuple:
        connection = http.client.HTTPSConnection(self.host, self.port, context=TLS, timeout=20)
        try:
            headers = dict(self.headers)
            if body is not None:
                headers["Content-Type"] = "application/json"
            connection.request(method, path, body=None if body is None else json.dumps(body), headers=headers)
            answer = connection.getresponse()
            cookie = answer.headers.get("Set-Cookie")
            if cookie and path == "/api/login":
                self.headers["Cookie"] = cookie.split(";")[0]
            return answer.status, json.loads(answer.read() or b"null")
        finally:
            connection.close()

    def sign_in(self) -> None:
        status, me = self.ask("POST", "/api/login", {"name": self.name, "password": self.password})
        if status != 200:
            raise PageFailed(f"{self.name} cannot sign in: {status} {me}")
        self.headers["X-CSRF"] = me["csrf"]

    def action(self, kind: str, **words) -> bool:
        status, answer = self.ask("POST", "/api/action", {"kind": kind, **words})
        if status not in (200, 409):
            raise PageFailed(f"{kind}: {status} {answer}")
        return status == 200

    def state(self) -> dict:
        status, state = self.ask("GET", "/api/state")
        if status != 200:
            raise PageFailed(f"the state: {status} {state}")
        return state


class LivePage:
    """One WebSocket. `events` are the entries of the minutes that it was shown; `messages` counts all."""

    def __init__(self, client: PageClient):
        self.events, self.messages, self.state = [], 0, None
        plain = socket.create_connection((client.host, client.port), timeout=20)
        self.connection = TLS.wrap_socket(plain, server_hostname=client.host)
        key = base64.b64encode(os.urandom(16)).decode()
        self.connection.sendall((f"GET /api/live HTTP/1.1\r\nHost: {client.host}:{client.port}\r\nUpgrade: websocket\r\n"
                                 f"Connection: Upgrade\r\nSec-WebSocket-Key: {key}\r\nSec-WebSocket-Version: 13\r\n"
                                 f"Origin: https://{client.host}:{client.port}\r\n"
                                 f"Cookie: {client.headers['Cookie']}\r\n\r\n").encode())
        self.rest = b""
        head = self.until(b"\r\n\r\n")
        if b" 101 " not in head.split(b"\r\n")[0]:
            raise PageFailed(f"no WebSocket: {head[:200]!r}")
        self.connection.settimeout(60)  # it says something each 2 s
        self.thread = threading.Thread(target=self.follow, daemon=True)
        self.thread.start()

    def until(self, mark: bytes) -> bytes:
        while mark not in self.rest:
            self.more()
        taken, _, self.rest = self.rest.partition(mark)
        return taken

    def more(self) -> None:
        chunk = self.connection.recv(65536)
        if not chunk:
            raise ConnectionError("the page's connection has ended")
        self.rest += chunk

    def exactly(self, count: int) -> bytes:
        while len(self.rest) < count:
            self.more()
        taken, self.rest = self.rest[:count], self.rest[count:]
        return taken

    def frame(self) -> tuple:
        """RFC 6455 section 5.2: whether it is the last of its message, what it is, and its payload. A server does not mask."""
        first, length = self.exactly(2)
        if length == 126:
            length = struct.unpack(">H", self.exactly(2))[0]
        elif length == 127:
            length = struct.unpack(">Q", self.exactly(8))[0]
        return bool(first & 0x80), first & 0x0F, self.exactly(length)

    def follow(self) -> None:
        message = b""
        try:
            while True:
                last, kind, payload = self.frame()
                if kind in (REST, TEXT):
                    message += payload
                    if last:
                        self.take(json.loads(message))
                        message = b""
                elif kind == PING:
                    mask = os.urandom(4)
                    answer = bytes(byte ^ mask[i % 4] for i, byte in enumerate(payload))
                    self.connection.sendall(bytes([0x80 | PONG, 0x80 | len(payload)]) + mask + answer)
                elif kind == CLOSE:
                    return
        except (OSError, ValueError):
            return

    def take(self, message: dict) -> None:
        self.messages += 1
        if message["type"] == "event":
            self.events.append(message["entry"])
        elif message["type"] == "state":
            self.state = message["state"]

    def carried(self) -> Carried:
        return carried(self.connection)

    def close(self) -> None:
        """What was on its way is still taken: the other end may be gone already."""
        self.thread.join(timeout=0.5)
        try:
            # Closed only when nobody reads from it any more: its number may be another socket's a moment later.
            self.connection.shutdown(socket.SHUT_RDWR)
        except OSError:
            pass
        self.thread.join()
        self.connection.close()


def make_account(stage, name: str, role: str, password: str) -> None:
    """On the mixing box of a stage, as a technician does it there."""
    done = subprocess.run([stage.program("giaobanctl"), "account", "--state-dir", str(stage.mixer_folder / "state"), "add",
                           name, "--role", role], input=password + "\n", capture_output=True, text=True, timeout=30)
    if done.returncode != 0:
        raise PageFailed(f"no account: {(done.stderr or done.stdout).strip()}")


def sign_in(stage, name: str, password: str) -> PageClient:
    client = PageClient(stage.page_port, name, password)
    deadline = time.monotonic() + 10
    while True:
        try:
            client.sign_in()
            return client
        except OSError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.1)
