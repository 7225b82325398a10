#!/usr/bin/env python3
"""Every call of the API with what it must not be given, made from the openapi.yaml that the server itself gives out.

    bad_input.py FAKE_MIXER [seed]

Each call is made without a session, in each role, without and with a wrong X-CSRF, with bodies that break the schema in one place
(a member missing, of another type, too long, out of range, unknown) or are no JSON at all, and with paths that are none. Checked of
every answer: its status is one that openapi.yaml has for the call and no 5xx, an error says a code and a sentence, it is there
within a second, the headers that guard the page are on it, and the server lives at the end."""

import http.client
import json
import os
import random
import signal
import ssl
import subprocess
import sys
import tempfile
import time

import small_yaml

ROLES = ("viewer", "secretary", "chair", "technician")
# What a person on the way would get back for a wrong way in, whatever the call is.
ALWAYS = {400, 404, 405, 413, 414, 431}
STRANGE_PATHS = ["0", "-1", "99999999999999999999", "1.5", "x", "%00", "%ff", "..", "%2e%2e", "a%2fb", "%", "'", "1%20or%201",
                 "\u1ea1".encode().hex(), "x" * 1900]


class Failure(Exception):
    pass


class Server:
    def __init__(self, program):
        self.folder = tempfile.TemporaryDirectory()
        self.process = subprocess.Popen([program, "--quiet", "--port", "0", "--state", self.folder.name, "--page", self.folder.name],
                                        stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        place = self.process.stdout.readline().split()
        if not place:
            raise Failure("the server does not start")
        self.host = place[0].removeprefix("https://").replace("localhost", "127.0.0.1")
        self.tls = ssl.create_default_context()
        self.tls.check_hostname = False
        self.tls.verify_mode = ssl.CERT_NONE

    def stop(self):
        alive = self.process.poll() is None
        if alive:
            self.process.send_signal(signal.SIGTERM)
        try:
            code = self.process.wait(60)
        except subprocess.TimeoutExpired:
            self.process.kill()
            code = "no answer to SIGTERM"
        self.folder.cleanup()
        if not alive or code != 0:
            raise Failure(f"the server ended with {code}")


class Browser:
    def __init__(self, server, role=None):
        self.server = server
        self.connection = None
        self.headers = {}
        self.role = role
        if role:
            self.sign_in()

    def sign_in(self):
        status, headers, body = self.ask("POST", "/api/login", {"name": self.role, "password": "giaoban-" + self.role})
        if status != 200:
            raise Failure(f"{self.role} cannot sign in: {status} {body}")
        self.headers = {"Cookie": headers["set-cookie"].split(";")[0], "X-CSRF": json.loads(body)["csrf"]}

    def ask(self, method, path, body=None, headers=None, raw=None):
        if body is not None and raw is None:
            raw = json.dumps(body).encode()
        sent = dict(self.headers)
        if raw is not None:
            sent["Content-Type"] = "application/json"
        sent.update(headers or {})
        sent = {key: value for key, value in sent.items() if value is not None}
        for attempt in (1, 2):
            if self.connection is None:
                self.connection = http.client.HTTPSConnection(self.server.host, context=self.server.tls, timeout=20)
            try:
                self.connection.request(method, path, body=raw, headers=sent)
                answer = self.connection.getresponse()
                content = answer.read()
                return answer.status, {key.lower(): value for key, value in answer.getheaders()}, content
            except (http.client.HTTPException, ConnectionError, ssl.SSLError):
                self.connection.close()
                self.connection = None
                if attempt == 2:
                    raise


class Fuzz:
    def __init__(self, server, seed):
        self.server = server
        self.chance = random.Random(seed)
        self.count = 0
        anonymous = Browser(server)
        status, _, text = anonymous.ask("GET", "/api/openapi.yaml")
        if status != 200:
            raise Failure("openapi.yaml is not served")
        self.file = small_yaml.read(text.decode())
        self.browsers = {role: Browser(server, role) for role in ROLES}
        self.browsers[None] = anonymous

    def resolve(self, thing):
        while isinstance(thing, dict) and "$ref" in thing:
            place = self.file
            for part in thing["$ref"].removeprefix("#/").split("/"):
                place = place[part]
            thing = place
        return thing

    # What is checked of each answer.
    def check(self, what, allowed, method, path, **how):
        role = how.pop("role", None)
        begun = time.monotonic()
        status, headers, body = self.browsers[role].ask(method, path, **how)
        took = time.monotonic() - begun
        self.count += 1
        here = f"{method} {path[:80]} as {role or 'nobody'}, {what}: {status} {body[:200]!r}"
        if status >= 500:
            raise Failure(here)
        if status not in allowed:
            raise Failure(f"{here}; expected one of {sorted(allowed)}")
        if status >= 400:
            error = json.loads(body)["error"]
            if not error["code"] or not error["message"]:
                raise Failure(f"{here}: an error without a code or a sentence")
        if "content-security-policy" not in headers or headers.get("x-content-type-options") != "nosniff":
            raise Failure(f"{here}: without the headers that guard the page")
        if took > 5:
            raise Failure(f"{here}: took {took:.1f} s")
        return status

    # Values.
    def good(self, schema):
        schema = self.resolve(schema)
        if "enum" in schema:
            return schema["enum"][0]
        kind = schema.get("type")
        if kind == "object":
            return {key: self.good(schema["properties"][key]) for key in schema.get("required", [])}
        return {"string": "x" * max(1, schema.get("minLength", 1)), "integer": max(1, schema.get("minimum", 0)),
                "boolean": True, "array": []}[kind]

    def bad(self, schema):
        """(what is wrong, value) for one member."""
        schema = self.resolve(schema)
        kind = schema["type"]
        values = {"string": "text", "integer": 1, "boolean": True, "array": ["x"], "object": {"a": 1}}
        for other, value in values.items():
            if other != kind:
                yield f"{other} in place of {kind}", value
        yield "null", None
        if kind == "string":
            yield "control characters", "a\u0000b\n"
            yield "too long", "x" * (schema.get("maxLength", 64) + 1)
            yield "much too long", "x" * 60_000
            yield "half of a pair", "\ud800"
            if schema.get("minLength"):
                yield "too short", "x" * (schema["minLength"] - 1)
            if "enum" in schema or "pattern" in schema:
                yield "another word", "../Etc"
        if kind == "integer":
            for value in (schema.get("minimum", 0) - 1, schema.get("maximum", 2**32) + 1, 1.5, 1e308, -(2**63), 2**64):
                yield "out of range", value
        if kind == "array":
            yield "too many", ["x"] * (schema.get("maxItems", 64) + 1)
            yield "of another type", [1, None, {}]

    def bodies(self, schema):
        """Bodies with one thing wrong; around it, of an action all that an action may have, so that it is that one thing."""
        schema = self.resolve(schema)
        good = self.good(schema)
        if "kind" in schema["properties"]:
            for kind in ("grant", "set_policy", "open_room", "record", "more_time"):
                whole = {key: self.good(member) for key, member in schema["properties"].items()}
                whole.update(kind=kind, names=["x"])
                for key, member in schema["properties"].items():
                    for what, value in self.bad(member):
                        yield f"{kind}: {key} {what}", {**whole, key: value}
        for key in schema.get("required", []):
            yield f"without {key}", {other: value for other, value in good.items() if other != key}
        for key, member in schema["properties"].items():
            for what, value in self.bad(member):
                yield f"{key} {what}", {**good, key: value}
        yield "an unknown member", {**good, "unknown\u0001": 1}
        yield "many members", {**good, **{f"k{i}": i for i in range(2_000)}}

    def no_json(self):
        yield from (b"", b"{", b"[]", b"null", b"7", b"\xff\xfe", b"{\"a\":" * 3_000, b"[" * 60_000, b"{}{}", b"{\"a\":NaN}",
                    b"x" * 65_000)
        for _ in range(10):
            yield bytes(self.chance.randrange(256) for _ in range(self.chance.randrange(200)))

    # One operation.
    def operation(self, path, method, parameters, operation):
        allowed = {int(status) for status in operation["responses"]}
        refused = {status for status in allowed | ALWAYS if status >= 400}
        access = operation["x-access"]
        names = [self.resolve(one) for one in parameters]
        plain = path
        for one in names:
            if one["in"] == "path":
                plain = plain.replace("{" + one["name"] + "}", "nobody" if one["schema"].get("$ref") else "999999"
                                      if one["name"] != "year" else "2026")
        schema = operation.get("requestBody", {}).get("content", {}).get("application/json", {}).get("schema")
        method = method.upper()
        changes = method != "GET"
        body = {"raw": b"{}"} if changes else {}
        if access != "everybody":
            self.check("without a session", {401}, method, plain, **body)
            self.check("with a session that is none", {401}, method, plain, headers={"Cookie": "session=" + "0" * 48}, **body)
        may = ROLES if access == "everybody" else access.split()
        for role in ROLES:
            if role not in may:
                self.check("in a role that may not", {403}, method, plain, role=role, **body)
        role = may[-1]
        if changes and access != "everybody":
            for csrf in (None, "", "0" * 48, "x" * 4_000):
                self.check("with a wrong X-CSRF", {403}, method, plain, role=role, headers={"X-CSRF": csrf}, **body)
        if changes:
            self.check("from elsewhere", {403}, method, plain, role=role, headers={"Origin": "https://elsewhere.example"}, **body)
            self.check("of another type", {415}, method, plain, role=role, headers={"Content-Type": "text/plain"}, **body)
        if schema and operation["operationId"] != "login":
            for one in [role] if access != "secretary chair technician" else may:
                for what, value in self.bodies(schema):
                    self.check(what, refused, method, plain, role=one, body=value)
            for raw in self.no_json():
                self.check("no JSON", refused, method, plain, role=role, raw=raw)
        for one in names:
            if one["in"] == "path":
                before, after = path.split("{" + one["name"] + "}")
                for strange in STRANGE_PATHS:
                    self.check("a strange path", allowed | ALWAYS, method, before + strange + after, role=role, **body)
            else:
                for strange in ("", "x", "-1", "99999999999999999999", "%00", "x" * 1_500):
                    self.check("a strange query", allowed, method, f"{plain}?{one['name']}={strange}", role=role, **body)
        for header in ("Range", "If-None-Match", "If-Range", "Accept-Encoding", "Authorization", "X-Unknown"):
            for value in ("", "x" * 4_000, "bytes=5-1,,,-", "bytes=99999999999999999999-"):
                if not changes:
                    self.check(f"with {header}", allowed | refused, method, plain, role=role, headers={header: value})
        self.check("another method", {405}, "PATCH", plain, role=role)

    def logins(self):
        """Few that reach a password: each takes as long as a password is to take, and after five the name must wait."""
        schema = self.resolve({"$ref": "#/components/schemas/Login"})
        for what, value in self.bodies(schema):
            if what.endswith(("too long", "null", "characters", "member", "members", "of string", "pair")):
                self.check(what, {400}, "POST", "/api/login", body={"name": "x", "password": "y", **value})
        for raw in self.no_json():
            self.check("no JSON", {400, 413, 415}, "POST", "/api/login", raw=raw)
        statuses = [self.check("wrong", {401, 429}, "POST", "/api/login", body={"name": "chair", "password": "wrong"}) for _ in range(7)]
        # 127.0.0.1 has signed the chair in before, so that the name does not wait here.
        if 429 in statuses:
            raise Failure("the chair was locked out at an address where the chair has signed in")
        for _ in range(20):
            statuses.append(self.check("wrong", {401, 429}, "POST", "/api/login", body={"name": "nobody", "password": "wrong"}))
        if 429 not in statuses:
            raise Failure("an address may guess as long as it likes")

    def run(self):
        for path, item in self.file["paths"].items():
            shared = item.get("parameters", [])
            for method, operation in item.items():
                if method == "parameters" or operation["operationId"] in ("logout",):
                    continue
                self.operation(path, method, shared + operation.get("parameters", []), operation)
        self.logins()
        for role in ROLES:  # whatever was sent, nobody is out
            status, _, _ = self.browsers[role].ask("GET", "/api/me")
            if status != 200:
                raise Failure(f"{role} is not signed in any more")
        operation = self.file["paths"]["/api/logout"]["post"]
        self.operation("/api/logout", "post", [], operation)


def main():
    sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
    seed = int(sys.argv[2]) if len(sys.argv) > 2 else 1
    server = Server(sys.argv[1])
    try:
        fuzz = Fuzz(server, seed)
        fuzz.run()
    finally:
        server.stop()
    print(f"{fuzz.count} requests, every one answered as openapi.yaml says (seed {seed})")


if __name__ == "__main__":
    try:
        main()
    except Failure as failure:
        sys.exit(f"bad_input: {failure}")
