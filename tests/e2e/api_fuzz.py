"""Every call of openapi.yaml with what it may be given and what it must not, at a real mixing box.

What is sent follows from the seed alone, request by request, so that a number names it. Each answer is held to what openapi.yaml
says of its call: the status, the type of its content, each member of its JSON.
"""
import random
import ssl
import time
from collections import Counter

from api_client import ROLES, Client, Reply
from api_schema import Schema

# What a person on the way would never send in place of a parameter.
STRANGE = ["0", "-1", "99999999999999999999", "1.5", "1e3", "x", "%00", "%ff", "..", "%2e%2e", "..%2f..%2fetc%2fpasswd",
           "a%2fb", "%", "%zz", "'", "1%20or%201%3d1", "%e1%ba", "%E1%BA%A1", "x" * 1900, ".", "%5c..%5c", "999999", "con"]
NO_JSON = [b"", b"{", b"[]", b"null", b"7", b"\xff\xfe", b'{"a":' * 3_000, b"[" * 60_000, b"{}{}", b'{"a":NaN}', b'{"a":1,"a":2}',
           b"x" * 65_000, b'{"kind":"\xc3\x28"}', b'{"name":"\xed\xa0\x80"}', b"\xef\xbb\xbf{}", b'{"a":' + b"9" * 5_000 + b"}"]
# Long is the whole body that is allowed, and one byte more.
TOO_LARGE = b'{"name":"' + b"x" * 65_536 + b'"}'
GUARDS = ("content-security-policy", "x-content-type-options")
# What is asked of the meeting is the most of what there is to ask; a password and a paper take long.
WEIGHTS = {"action": 12, "addAccount": 0.2, "changePassword": 0.2, **dict.fromkeys(
    ["minutesPdf", "minutesCsv", "minutesJson", "reportPdf", "reportCsv", "reportJson"], 0.2)}
SLOWEST = 10  # seconds: a password takes half of one, and as many as the desk takes may lie before it


class WrongAnswer(Exception):
    pass


class Fuzz:
    def __init__(self, port: int, schema: Schema, seed: int, words, own_box: int):
        """`words`: names that mean something here. `own_box`: a box that may be replaced as often as one likes."""
        self.port, self.schema, self.seed = port, schema, seed
        self.words, self.own_box = words, own_box
        self.chance = random.Random(seed)
        self.clients = {role: Client(port, role) for role in ROLES}
        self.clients[""] = Client(port)
        self.operations = list(schema.operations())
        self.statuses, self.sent = Counter(), 0

    # One request, and what is checked of its answer.

    def ask(self, what: str, operation: dict, method: str, target: str, role: str = "", expect=None, **how) -> Reply:
        self.sent += 1
        begun = time.monotonic()
        try:
            reply = self.clients[role].ask(method, target, **how)
        except Exception as trouble:
            raise WrongAnswer(f"{self.name_of(what, method, target, role)}: no answer: {trouble!r}") from trouble
        self.statuses[reply.status] += 1
        here = f"{self.name_of(what, method, target, role)}: {reply.status} {reply.body[:200]!r}"
        if reply.status == 500:
            raise WrongAnswer(here)
        if expect is not None and reply.status not in expect:
            raise WrongAnswer(f"{here}; expected {sorted(expect)}")
        if method != "HEAD":
            try:
                why = self.schema.wrong_answer(operation, reply.status, reply.kind, reply.json)
            except ValueError as trouble:
                why = f"this is no JSON: {trouble}"
            if why:
                raise WrongAnswer(f"{here}: {why}")
        if missing := [header for header in GUARDS if header not in reply.headers]:
            raise WrongAnswer(f"{here}: without {missing}")
        if time.monotonic() - begun > SLOWEST:
            raise WrongAnswer(f"{here}: took {time.monotonic() - begun:.1f} s")
        return reply

    def name_of(self, what: str, method: str, target: str, role: str) -> str:
        return f"seed {self.seed}, request {self.sent}, {what}: {method} {target[:80]} as {role or 'nobody'}"

    # What stands for the parameters of a path.

    def target(self, path: str, parameters: list, value=None) -> str:
        for one in parameters:
            if one["in"] == "path":
                path = path.replace("{" + one["name"] + "}", value or self.harmless(path, one))
        return path

    def harmless(self, path: str, parameter: dict) -> str:
        """A value that is allowed, and takes nothing away that this test stands on."""
        if path.startswith("/api/boxes"):
            return str(self.own_box)
        if parameter["name"] == "name":
            return "fuzz" + self.chance.choice("abc")
        if parameter["name"] == "year":
            return str(self.chance.choice([2000, 2025, 2026, 2200]))
        return str(self.chance.choice([1, 2, 3, 999_999]))

    def refusals(self, operation: dict) -> set:
        return {status for status in self.schema.responses(operation) if 400 <= status < 500}

    # Each call with one thing wrong.

    def one_by_one(self) -> None:
        for path, method, operation, parameters in self.operations:
            self.at_the_door(path, method, operation, parameters)
            self.bodies(path, method, operation, parameters)
            self.addresses(path, method, operation, parameters)

    def at_the_door(self, path, method, operation, parameters) -> None:
        target = self.target(path, parameters)
        changes = method != "GET"
        how = {"raw": b"{}"} if changes else {}
        access = operation["x-access"].split()
        everybody = access == ["everybody"]
        if not everybody:
            self.ask("without a session", operation, method, target, expect={401}, **how)
            for cookie in ("session=", "session=" + "0" * 48, "session=;;=;session", "session=\u00ff" * 9, "x=" + "y" * 4_000):
                self.ask("with a session that is none", operation, method, target, expect={401}, headers={"Cookie": cookie}, **how)
            for role in set(ROLES) - set(access):
                self.ask("in a role that may not", operation, method, target, role, {403}, **how)
        role = ROLES[-1] if everybody or ROLES[-1] in access else access[-1]
        if changes and not everybody:
            for csrf in (None, "", "0" * 48, "x" * 4_000, self.clients["viewer"].csrf if role != "viewer" else "y"):
                self.ask("with a wrong X-CSRF", operation, method, target, role, {403}, headers={"X-CSRF": csrf}, **how)
        if changes:
            for origin in ("https://elsewhere.example", "null", f"http://127.0.0.1:{self.port}"):
                self.ask("from elsewhere", operation, method, target, role, {403}, headers={"Origin": origin}, **how)
            for kind in ("text/plain", "", "application/xml", "multipart/form-data; boundary=x"):
                self.ask("of another type", operation, method, target, role, {415}, headers={"Content-Type": kind}, **how)
        for other in ("PATCH", "OPTIONS", "TRACE", "PROPFIND"):
            self.ask("with another method", operation, other, target, role, {405})

    def bodies(self, path, method, operation, parameters) -> None:
        schema = self.schema.body_of(operation)
        if method == "GET" or operation["operationId"] == "logout":
            return
        roles = operation["x-access"].split()
        role = "" if roles == ["everybody"] else roles[-1]
        refused = self.refusals(operation)
        target = self.target(path, parameters)
        self.ask("too large", operation, method, target, role, {413}, raw=TOO_LARGE)
        for raw in NO_JSON:
            # Where nothing is to be said, nothing is what was said: a body need not be there, and is not looked at when it is none.
            self.ask("no JSON", operation, method, target, role, refused if schema else None, raw=raw)
        if schema is None:
            return
        for each in roles if operation["operationId"] == "action" else [role]:
            for what, body in self.schema.bad_bodies(schema, self.chance, self.words):
                self.ask(what, operation, method, target, each, refused, body=body)

    def addresses(self, path, method, operation, parameters) -> None:
        roles = operation["x-access"].split()
        role = ROLES[-1] if roles == ["everybody"] else roles[-1]
        how = {"raw": b"{}"} if method != "GET" else {}
        if operation["operationId"] in ("login", "logout"):
            role = ""
        for one in parameters:
            if one["in"] == "path":
                for value in STRANGE:
                    self.ask("a strange path", operation, method, self.target(path, parameters, value), role, **how)
            else:
                for value in ["", *STRANGE]:
                    self.ask("a strange query", operation, method, f"{path}?{one['name']}={value}", role, **how)
        target = self.target(path, parameters)
        for query in ("?", "?&&&", "?a=1&a=2", "?=1", "?%00=1", "?x=%ff", "?" + "a" * 1_900):
            self.ask("with a query", operation, method, target + query, role, **how)
        self.ask("a long address", operation, method, target + "?" + "a" * 2_100, role, {414}, **how)
        self.ask("long headers", operation, method, target, role, {431}, headers={"X-Long": "x" * 9_000}, **how)
        if method != "GET":
            return
        self.ask("its head", operation, "HEAD", target, role)
        for header in ("Range", "If-None-Match", "If-Range", "Accept-Encoding", "Authorization", "X-Unknown", "Host"):
            for value in ("x" * 4_000, "bytes=5-1,,,-", "bytes=99999999999999999999-", "bytes=-0", "\u00e1\u00ff"):
                self.ask(f"with {header}", operation, method, target, role, headers={header: value})

    # Many things, allowed or not, in any order.

    def at_random(self, requests: int) -> None:
        calls = [one for one in self.operations if one[2]["operationId"] not in ("logout", "login")]
        weights = [WEIGHTS.get(one[2]["operationId"], 1) for one in calls]
        for _ in range(requests):
            path, method, operation, parameters = self.chance.choices(calls, weights)[0]
            roles = operation["x-access"].split()
            role = self.chance.choice(ROLES) if self.chance.random() < 0.1 or roles == ["everybody"] else self.chance.choice(roles)
            how = {}
            if method != "GET":
                how = self.random_body(self.schema.body_of(operation))
            self.ask("at random", operation, method, self.target(path, parameters), role, **how)

    def random_body(self, schema) -> dict:
        if schema is None:
            return {"raw": self.chance.choice([None, b"", b"{}"])}
        dice = self.chance.random()
        if dice < 0.05:
            return {"raw": bytes(self.chance.randrange(256) for _ in range(self.chance.randrange(300)))}
        body = self.schema.good(schema, self.chance, self.words)
        members = self.schema.resolve(schema)["properties"]
        if dice < 0.3:
            key = self.chance.choice(list(members))
            body[key] = self.chance.choice([value for _, value in self.schema.bad(members[key])])
        return {"body": body}

    def wrong_passwords(self) -> None:
        """Each takes as long as a password is to take, and after a few whoever guesses must wait."""
        path, method, operation, _ = next(one for one in self.operations if one[2]["operationId"] == "login")

        def guess(name: str) -> int:
            return self.ask("a wrong password", operation, method, path, "", {401, 429}, body={"name": name, "password": "wrong"}).status

        if 429 in [guess("chair") for _ in range(6)]:
            raise WrongAnswer("the chair is locked out where the chair has signed in before")
        if 429 not in [guess("nobody") for _ in range(12)]:
            raise WrongAnswer("an address may guess as long as it likes")

    # What is no HTTP, or no WebSocket.

    def no_http(self, connections: int) -> int:
        """How many were answered; none may take the mixing box along."""
        answered = 0
        for number in range(connections):
            dice = number % 6
            noise = bytes(self.chance.randrange(256) for _ in range(self.chance.randrange(1, 2_000)))
            lines = {0: noise, 1: b"GET / HTTP/1.1\r\n" + noise + b"\r\n\r\n",
                     2: b"POST /api/login HTTP/1.1\r\nHost: x\r\nContent-Length: 99999999999999999999\r\n\r\n",
                     3: b"POST /api/login HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\nfffffffff\r\n" + noise,
                     4: b"GET /api/me HTTP/9.9\r\n\r\n", 5: b"GET /api/openapi.yaml HTTP/1.1\r\nHost: x\r\n\r\n" * 40}[dice]
            self.sent += 1
            with self.clients[""].socket() as connection:
                try:
                    connection.settimeout(0.2)
                    connection.sendall(lines)
                    answered += bool(connection.recv(4096))
                except (OSError, ssl.SSLError):
                    pass
        return answered

    def no_web_socket(self, connections: int) -> None:
        for number in range(connections):
            self.sent += 1
            head, live = self.clients["chair"].follow()
            if "101" not in head:
                raise WrongAnswer(f"seed {self.seed}, WebSocket {number}: {head}")
            with live:
                try:
                    live.sendall(bytes(self.chance.randrange(256) for _ in range(self.chance.randrange(1, 3_000))))
                    live.settimeout(0.1)
                    live.recv(4096)
                except (OSError, ssl.SSLError):
                    pass

    def still_signed_in(self) -> None:
        for role in ROLES:
            reply = self.clients[role].ask("GET", "/api/me")
            if reply.status != 200 or reply.json()["role"] != role:
                raise WrongAnswer(f"{role} is not signed in any more: {reply.status} {reply.body!r}")

    def told(self) -> str:
        by_status = ", ".join(f"{count} × {status}" for status, count in sorted(self.statuses.items()))
        return f"{self.sent} requests over {len(self.operations)} calls (seed {self.seed}): {by_status}"
