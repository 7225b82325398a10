"""As much of YAML as openapi.yaml is written in: maps and lists by indentation, texts, numbers, `|` texts, and on one line
{ key: value } of a single pair and [a, b]. Whatever else stands in a file is an error, so that nothing is misread."""

import re

KEY = re.compile(r'("[^"]*"|[^\s"#\[\]{}&*!|>%@`][^\n]*?):(?:\s+(.*))?$')


def scalar(text):
    text = text.strip()
    if text.startswith("{"):
        inside = text[1:-1].strip()
        if not text.endswith("}"):
            raise ValueError(text)
        if not inside:
            return {}
        key, _, value = inside.partition(":")
        return {key.strip().strip('"'): scalar(value)}
    if text.startswith("["):
        if not text.endswith("]"):
            raise ValueError(text)
        return [scalar(one) for one in text[1:-1].split(",") if one.strip()]
    if text.startswith('"'):
        if not text.endswith('"') or len(text) < 2:
            raise ValueError(text)
        return text[1:-1]
    if re.fullmatch(r"-?\d+", text):
        return int(text)
    return {"true": True, "false": False, "null": None}.get(text, text)


class Reader:
    def __init__(self, text):
        self.lines = [(len(line) - len(line.lstrip()), line.strip()) for line in text.splitlines()]
        self.at = 0

    def peek(self):
        while self.at < len(self.lines) and not self.lines[self.at][1]:
            self.at += 1
        return self.lines[self.at] if self.at < len(self.lines) else (-1, "")

    def block(self, indent):
        found, text = self.peek()
        if found != indent:
            raise ValueError(f"line {self.at + 1}: expected {indent} blanks")
        return self.list(indent) if text.startswith("- ") else self.map(indent)

    def list(self, indent):
        items = []
        while self.peek()[0] == indent and self.peek()[1].startswith("- "):
            text = self.lines[self.at][1][2:]
            if KEY.match(text) and not text.startswith(("{", "[", '"')):
                self.lines[self.at] = (indent + 2, text)  # a map that begins on the line of its dash
                items.append(self.map(indent + 2))
            else:
                self.at += 1
                items.append(scalar(text))
        return items

    def map(self, indent):
        members = {}
        while self.peek()[0] == indent and not self.peek()[1].startswith("- "):
            match = KEY.match(self.lines[self.at][1])
            if not match:
                raise ValueError(f"line {self.at + 1}: expected `key: value`")
            key, value = match.group(1).strip('"'), match.group(2)
            if key in members:
                raise ValueError(f"line {self.at + 1}: {key} is there twice")
            self.at += 1
            if value == "|":
                members[key] = self.text(indent)
            elif value:
                members[key] = scalar(value)
            else:
                inner, text = self.peek()
                deeper = inner > indent or (inner == indent and text.startswith("- "))
                members[key] = self.block(inner) if deeper else None
        return members

    def text(self, indent):
        lines = []
        while self.at < len(self.lines) and (not self.lines[self.at][1] or self.lines[self.at][0] > indent):
            lines.append(self.lines[self.at][1])
            self.at += 1
        return "\n".join(lines)


def read(text):
    reader = Reader(text)
    value = reader.block(0)
    if reader.peek()[0] >= 0:
        raise ValueError(f"line {reader.at + 1}: what is this?")
    return value
