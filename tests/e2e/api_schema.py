"""openapi.yaml as a judge of answers, and as a source of what to ask: values that it allows, and values that it does not.

Only what openapi.yaml uses of JSON Schema is here; a keyword that is not known is an error, so that nothing is passed over.
"""
import random
import re

import yaml

KNOWN = {"type", "required", "properties", "additionalProperties", "items", "maxItems", "enum", "minLength", "maxLength",
         "minimum", "maximum", "pattern", "description", "$ref"}
TYPES = {"string": str, "boolean": bool, "array": list, "object": dict, "integer": int}


class Yaml12(yaml.SafeLoader):
    """As OpenAPI reads it: `on` is a word, and no truth (YAML 1.2 section 10.3.2)."""


Yaml12.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in those if tag != "tag:yaml.org,2002:bool"]
    for first, those in yaml.SafeLoader.yaml_implicit_resolvers.items()}
Yaml12.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile("^(?:true|false)$"), list("tf"))


class Schema:
    def __init__(self, text: str):
        self.file = yaml.load(text, Yaml12)

    def resolve(self, thing):
        while isinstance(thing, dict) and "$ref" in thing:
            place = self.file
            for part in thing["$ref"].removeprefix("#/").split("/"):
                place = place[part]
            thing = place
        return thing

    def operations(self):
        """(path, METHOD, operation, its parameters)"""
        for path, item in self.file["paths"].items():
            for method, operation in item.items():
                if method == "parameters":
                    continue
                parameters = item.get("parameters", []) + operation.get("parameters", [])
                yield path, method.upper(), operation, [self.resolve(one) for one in parameters]

    def body_of(self, operation: dict):
        content = operation.get("requestBody", {}).get("content", {})
        return content.get("application/json", {}).get("schema")

    # Answers.

    def responses(self, operation: dict) -> dict:
        """What the call may answer, and what every call may."""
        both = {**self.file["x-every-call"]["responses"], **operation["responses"]}
        return {int(status): self.resolve(response) for status, response in both.items()}

    def wrong_answer(self, operation: dict, status: int, kind: str, value) -> str:
        """Why openapi.yaml does not name an answer; `value` reads its JSON. Empty: it does."""
        response = self.responses(operation).get(status)
        if response is None:
            return f"the status {status} is not named"
        contents = response.get("content", {})
        match = next((media for name, media in contents.items() if name.split(";")[0] == kind), None)
        if match is None:
            return "" if not contents else f"the content is {kind or 'of no type'}, not one of {list(contents)}"
        return self.wrong(match["schema"], value(), "answer") if "schema" in match else ""

    def wrong(self, schema, value, where: str) -> str:
        schema = self.resolve(schema)
        if unknown := set(schema) - KNOWN:
            raise ValueError(f"{where}: {unknown} is not known here")
        kind = TYPES[schema["type"]]
        if not isinstance(value, kind) or (kind is int and isinstance(value, bool)):
            return f"{where} is no {schema['type']}: {value!r}"
        if "enum" in schema and value not in schema["enum"]:
            return f"{where} is {value!r}, which is none of {schema['enum']}"
        if kind is int and not schema.get("minimum", -2**63) <= value <= schema.get("maximum", 2**64):
            return f"{where} is {value}, out of range"
        if kind is str and not schema.get("minLength", 0) <= len(value.encode()) <= schema.get("maxLength", 2**20):
            return f"{where} has {len(value.encode())} bytes"
        if kind is list:
            found = (self.wrong(schema["items"], one, f"{where}[{i}]") for i, one in enumerate(value))
            return next((why for why in found if why), "")
        return self.wrong_members(schema, value, where) if kind is dict else ""

    def wrong_members(self, schema, value: dict, where: str) -> str:
        missing = set(schema.get("required", [])) - set(value)
        if missing:
            return f"{where} has no {', '.join(sorted(missing))}"
        others = schema.get("additionalProperties", False)
        for key, member in value.items():
            inner = schema.get("properties", {}).get(key, others)
            if not inner:
                return f"{where}.{key} is not named"
            if why := self.wrong(inner, member, f"{where}.{key}"):
                return why
        return ""

    # Questions.

    def good(self, schema, chance: random.Random, words=()):
        """A value that is allowed; texts are of `words` where they fit."""
        schema = self.resolve(schema)
        if "enum" in schema:
            return chance.choice(schema["enum"])
        kind = schema["type"]
        if kind == "boolean":
            return chance.random() < 0.5
        if kind == "integer":
            least, most = schema.get("minimum", 0), schema.get("maximum", 2**31)
            return chance.choice([least, most, chance.randint(least, most), min(most, least + chance.randrange(100))])
        if kind == "array":
            return [self.good(schema["items"], chance, words) for _ in range(chance.randrange(4))]
        if kind == "object":
            wanted = set(schema.get("required", []))
            return {key: self.good(member, chance, words) for key, member in schema["properties"].items()
                    if key in wanted or chance.random() < 0.5}
        if "pattern" in schema:
            return "fuzz" + chance.choice("abc")
        fitting = [word for word in words if schema.get("minLength", 0) <= len(word.encode()) <= schema.get("maxLength", 64)]
        if fitting and chance.random() < 0.9:
            return chance.choice(fitting)
        return "x" * chance.randint(schema.get("minLength", 1), schema.get("maxLength", 64))

    def bad(self, schema):
        """(what is wrong, value): each is not allowed."""
        schema = self.resolve(schema)
        kind = schema["type"]
        for other, value in {"string": "text", "integer": 1, "boolean": True, "array": ["x"], "object": {"a": 1}}.items():
            if other != kind:
                yield f"{other} in place of {kind}", value
        yield "null", None
        if kind == "string":
            yield "control characters", "a\u0000b\n"
            yield "half of a pair", "\ud800"
            yield "too long", "x" * (schema.get("maxLength", 64) + 1)
            yield "much too long", "x" * 60_000
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
            yield "deep", [[[[[[[[[["x"]]]]]]]]]]

    def bad_bodies(self, schema, chance: random.Random, words):
        """Objects with one thing wrong."""
        schema = self.resolve(schema)
        required = schema.get("required", [])
        members = schema["properties"]
        least = {key: self.good(members[key], chance, words) for key in required}
        for key in required:
            yield f"without {key}", {other: value for other, value in least.items() if other != key}
        for key, member in members.items():
            for what, value in self.bad(member):
                yield f"{key}: {what}", {**least, key: value}
        yield "an unknown member", {**least, "unknown\u0001": 1}
        yield "many members", {**least, **{f"k{i}": i for i in range(2_000)}}
