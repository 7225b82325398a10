"""The rules of the tree that a compiler does not check. Each rule is handed a Tree and returns complaints, one a line,
that begin with the file and say what to do."""

import fnmatch
import os
import re

SOURCE = (".h", ".cpp", ".c")
LONGEST_FILE = 500

# Who may include whom: the first pattern that a file matches holds. A folder may always include itself.
# firmware/box and firmware/mixer do not see each other; what both need is a folder of firmware beside them.
MAY_INCLUDE = [
    ("config/vocab/*", ["config/vocab/"]),
    ("config/*", ["config/"]),
    ("audio/*", ["audio/", "config/vocab/"]),
    ("net/*", ["net/", "config/vocab/"]),
    ("board/*", ["board/", "audio/ports/", "config/vocab/"]),
    ("firmware/*", ["board/", "net/", "audio/", "config/", "firmware/!box,mixer"]),
    ("tools/*", ["tools/", "net/", "audio/", "config/"]),
    ("tests/*", [""]),
]

# Which folder owns which library: header pattern, then who may include it. A test may include what the folder that it
# mirrors may. The first pattern that a header matches holds; a header that none matches has no owner yet.
MAINS = ["firmware/*/main.cpp", "firmware/*/command_line.*", "tools/*/main.cpp", "tools/*/command_line.*", "tools/*/*_commands.*"]
OWNERS = [
    (r"ogg/.*", ["audio/record/*"]),
    (r"opus\.h|opus_\w+\.h|opus/.*", ["audio/codec/*", "tools/opus/probe.c"]),
    # The jitter buffer of the same library is a peer that ours is measured against, and part of no program of ours.
    (r"speex/speex_jitter\.h", ["tools/bench/peer/*"]),
    (r"modules/audio_processing/.*|api/.*|webrtc.*|speex/.*", ["audio/voice/*"]),
    (r"srtp2/.*|srtp\.h", ["net/srtp/*"]),
    (r"sodium\.h|sodium/.*", ["net/keys/*"]),
    (r"google/protobuf/.*|.*\.pb\.h", ["net/wire/*"]),
    (r"sqlite3\.h|cairo(-\w+)?\.h|pango/.*", ["firmware/mixer/records/*"]),
    (r"boost/(beast|json)(/.*|\.hpp)|openssl/.*", ["firmware/mixer/chair/*"]),
    (r"boost/(asio|system)(/.*|\.hpp)", ["net/transport/*", "firmware/*"]),
    (r"qrencode\.h", ["tools/qr/*"]),
    (r"alsa/.*", ["board/alsa/*"]),
    (r"libevdev/.*", ["board/buttons/*"]),
    # The protocol of sd_notify is spoken there without the library; whoever brings it in brings it in there.
    (r"systemd/.*", ["board/watchdog/*"]),
    (r"toml\+\+/.*|toml\.hpp|toml\.h", ["config/*"]),
    (r"CLI/.*", MAINS),
    (r"spdlog/.*", ["firmware/*", "tools/*"]),
    (r"catch2/.*", ["tests/catch.h", "tests/catch_main.cpp"]),
    # Sockets belong to adapters and daemons; a protocol core is handed bytes.
    (r"sys/(socket|un)\.h|netinet/.*|arpa/.*|netdb\.h|net/if\.h|ifaddrs\.h",
     ["net/transport/*", "firmware/*", "tools/*", "board/*", "tests/*"]),
    # The machine: the C library and the kernel.
    (r"sys/.*|linux/.*|(unistd|fcntl|poll|pthread|sched|signal|spawn|termios|dlfcn|glob|dirent|errno|time|syslog|malloc|"
     r"execinfo|link|pwd|grp|endian|byteswap|getopt|stdio|stdlib|string|stdint|stddef|math|limits)\.h", ["*"]),
    (r"(x86|arm_neon|imm|emm|xmm)\w*\.h", ["audio/*"]),
    (r"[a-z0-9_]+", ["*"]),  # C++
    (r"cxxabi\.h|sanitizer/.*", ["tests/*"]),
]

CLOCKLESS = ["audio/*", "net/*", "config/*", "tests/*"]
CLOCKED = ["tests/e2e/*", "tests/bed/*"]
CLOCK = re.compile(
    r"\b(?:\w+_clock|Clock)::now\b|\bclock_gettime\b|\bgettimeofday\b|\b(?:std::)?time\s*\(\s*(?:nullptr|NULL|0|&)"
    r"|\bsleep_(?:for|until)\b|\b(?:u|nano)?sleep\s*\(|\bclock_nanosleep\b")

UNIT_TESTED = ["config/*", "audio/*", "net/*", "board/*"]
README_WANTED = ["config/*", "audio/*", "net/*", "board/*", "firmware/*", "tools/*"]
README_OF_TESTS = ["tests", "tests/architecture", "tests/scenarios", "tests/fuzz", "tests/e2e", "tests/bed"]
EMPTY_NAMES = re.compile(
    r"\b(?:class|struct)\s+(?:\[\[\w+\]\]\s*)?(\w*(?:Manager|Helper|Helpers|Util|Utils|Impl|Base|Common))\b(?!\s*[&*>,)])")
INCLUDE = re.compile(r'^[ \t]*#[ \t]*include[ \t]*(["<])([^">]+)[">]', re.MULTILINE)
TOP = ("config", "audio", "net", "board", "firmware", "tools", "tests")


def any_match(path, patterns):
    return any(fnmatch.fnmatch(path, pattern) for pattern in patterns)


def without_comments(text):
    """The text with comments blanked, lines kept. Text in quotes is left alone, so that "//" in it is no comment."""
    def keep_lines(match):
        found = match.group(0)
        return found if found[0] in "\"'" else re.sub(r"[^\n]", " ", found)
    return re.sub(r'//[^\n]*|/\*.*?\*/|"(?:\\.|[^"\\\n])*"|\'(?:\\.|[^\'\\\n])*\'', keep_lines, text, flags=re.DOTALL)


class Tree:
    """The files below a folder that are the project's own: paths from its root, with forward slashes."""

    def __init__(self, root):
        self.root = root
        self.files = []
        for folder, folders, names in os.walk(root):
            folders[:] = sorted(f for f in folders if f not in ("build", "out", "node_modules") and not f.startswith((".", "__")))
            for name in sorted(names):
                path = os.path.relpath(os.path.join(folder, name), root).replace(os.sep, "/")
                if path.startswith(TOP):
                    self.files.append(path)
        self.sources = [f for f in self.files if f.endswith(SOURCE)]

    def text(self, path):
        with open(os.path.join(self.root, path), encoding="utf-8", errors="replace") as file:
            return file.read()

    def code(self, path):
        return without_comments(self.text(path))

    def includes(self, path):
        """(line, is it one of ours, header). Ours are in quotes and begin with a folder of the top."""
        code = self.code(path)
        for match in INCLUDE.finditer(code):
            quoted = match.group(1) == '"'
            header = match.group(2)
            ours = quoted and header.split("/")[0] in TOP
            yield code.count("\n", 0, match.start()) + 1, ours, header


def allowed_folders(path):
    for pattern, allowed in MAY_INCLUDE:
        if fnmatch.fnmatch(path, pattern):
            return allowed
    return []


def may_include(path, header):
    own = "/".join(path.split("/")[:2]) + "/"
    if header.startswith(own):
        return True
    for allowed in allowed_folders(path):
        prefix, _, but = allowed.partition("!")
        if header.startswith(prefix) and header[len(prefix):].split("/")[0] not in but.split(","):
            return True
    return False


def includes_keep_their_direction(tree):
    for path in tree.sources:
        for line, ours, header in tree.includes(path):
            if ours and not may_include(path, header):
                may = ", ".join(a or "anything" for a in allowed_folders(path))
                yield f"{path}:{line}: includes {header}; from here only {may} may be included"


def includes_start_at_the_root(tree):
    for path in tree.sources:
        for line, ours, header in tree.includes(path):
            quoted_elsewhere = not ours and os.path.exists(os.path.join(tree.root, os.path.dirname(path), header))
            if quoted_elsewhere:
                yield f"{path}:{line}: write #include \"{os.path.dirname(path)}/{header}\", from the root of the tree"


def owner_of(header):
    for pattern, owners in OWNERS:
        if re.fullmatch(pattern, header):
            return owners
    return None


def libraries_stay_in_their_folder(tree):
    for path in tree.sources:
        mirrored = path[len("tests/"):] if path.startswith("tests/") else path
        for line, ours, header in tree.includes(path):
            if ours and not header.endswith(".pb.h"):
                continue
            owners = owner_of(header)
            if owners is None:
                yield f"{path}:{line}: <{header}> has no owner: add it to OWNERS in tests/architecture/rules.py"
            elif not any_match(path, owners) and not any_match(mirrored, owners):
                yield f"{path}:{line}: <{header}> belongs to {', '.join(owners)}"


def time_is_an_argument(tree):
    for path in tree.sources:
        if not any_match(path, CLOCKLESS) or any_match(path, CLOCKED):
            continue
        code = tree.code(path)
        for match in CLOCK.finditer(code):
            line = code.count("\n", 0, match.start()) + 1
            yield f"{path}:{line}: `{match.group(0).strip()}`: take the time as an argument, and never sleep"


def files_are_short(tree):
    for path in tree.files:
        if not path.endswith(SOURCE + (".py", ".cmake", ".proto", ".sh", "CMakeLists.txt")):
            with open(os.path.join(tree.root, path), "rb") as file:
                if file.read(2) != b"#!":
                    continue
        lines = tree.text(path).count("\n")
        if lines > LONGEST_FILE:
            yield f"{path}: {lines} lines, {LONGEST_FILE} are allowed: which class wants a file of its own?"


def headers_are_read_once(tree):
    for path in tree.sources:
        if not path.endswith(".h"):
            continue
        first = re.search(r"^[ \t]*#[ \t]*(\w+)[ \t]*(\w*)", tree.code(path), re.MULTILINE)
        if not first or first.group(1, 2) != ("pragma", "once") and first.group(1) != "ifndef":
            yield f"{path}: begin with #pragma once"


def folders_have_a_readme(tree):
    with_sources = {os.path.dirname(path) for path in tree.sources}
    wanted = {f for f in with_sources if any_match(f, README_WANTED) or f in ("config", "tools")}
    wanted |= {f for f in README_OF_TESTS if any(path.startswith(f + "/") for path in tree.files)}
    for folder in sorted(wanted):
        if folder + "/README.md" not in tree.files:
            yield f"{folder}: write a README.md: purpose, what it may use, dated decisions"


def sources_have_a_test(tree):
    for path in tree.sources:
        if path.endswith(".cpp") and any_match(path, UNIT_TESTED):
            test = f"tests/{path[:-len('.cpp')]}_test.cpp"
            if test not in tree.files:
                yield f"{path}: write {test}, or give the reason in tests/architecture/exceptions.txt"


def tests_mirror_the_tree(tree):
    folders = {os.path.dirname(path) for path in tree.files if not path.startswith("tests/")}
    for path in tree.sources:
        folder = os.path.dirname(path)
        own = any(folder == f or folder.startswith(f + "/") for f in README_OF_TESTS if f != "tests")
        if path.startswith("tests/") and path.endswith("_test.cpp") and not own and folder[len("tests/"):] not in folders:
            yield f"{path}: there is no folder {folder[len('tests/'):]} for it to mirror"


def names_say_something(tree):
    for path in tree.sources:
        code = tree.code(path)
        for match in EMPTY_NAMES.finditer(code):
            line = code.count("\n", 0, match.start()) + 1
            yield f"{path}:{line}: `{match.group(1)}` says nothing: what does the meeting call it?"


RULES = [
    includes_keep_their_direction,
    includes_start_at_the_root,
    libraries_stay_in_their_folder,
    time_is_an_argument,
    files_are_short,
    headers_are_read_once,
    folders_have_a_readme,
    sources_have_a_test,
    tests_mirror_the_tree,
    names_say_something,
]


def read_exceptions(text):
    """Lines of `rule path: reason`. Returns {(rule, path): line number} and complaints about lines that are not so."""
    exceptions, complaints = {}, []
    for number, line in enumerate(text.splitlines(), 1):
        line = line.split("#")[0].strip()
        if not line:
            continue
        match = re.fullmatch(r"(\w+) ([^\s:]+): (\S.*)", line)
        if not match or match.group(1) not in {rule.__name__ for rule in RULES}:
            complaints.append(f"exceptions.txt:{number}: `{line}`: expected `rule path: reason` with one of the rules")
        else:
            exceptions[(match.group(1), match.group(2))] = number
    return exceptions, complaints


def check(tree, exceptions):
    """[(rule name, complaints)] with what is excepted taken out; an exception that excepts nothing is a complaint."""
    results, used = [], set()
    for rule in RULES:
        complaints = []
        for complaint in rule(tree):
            key = (rule.__name__, complaint.split(":")[0])
            if key in exceptions:
                used.add(key)
            else:
                complaints.append(complaint)
        results.append((rule.__name__, complaints))
    stale = [f"exceptions.txt:{number}: {path} no longer breaks {rule}: take the line out"
             for (rule, path), number in exceptions.items() if (rule, path) not in used]
    results.append(("exceptions_are_needed", stale))
    return results
