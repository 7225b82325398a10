#!/usr/bin/env python3
"""Shows that each rule lets a good file pass and catches a bad one."""

import os
import sys
import tempfile
import unittest

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import rules  # noqa: E402


class Rule(unittest.TestCase):
    def complaints(self, rule, files):
        with tempfile.TemporaryDirectory() as root:
            for path, text in files.items():
                os.makedirs(os.path.dirname(os.path.join(root, path)), exist_ok=True)
                with open(os.path.join(root, path), "w", encoding="utf-8") as file:
                    file.write(text)
            return list(rule(rules.Tree(root)))

    def passes(self, rule, files):
        self.assertEqual([], self.complaints(rule, files))

    def fails(self, rule, files, said=""):
        complaints = self.complaints(rule, files)
        self.assertEqual(1, len(complaints), complaints)
        self.assertIn(said, complaints[0])

    def test_audio_and_net_never_see_each_other(self):
        rule = rules.includes_keep_their_direction
        self.fails(rule, {"audio/mix/a.cpp": '#include "net/rtp/rtp_packet.h"\n'}, "audio/mix/a.cpp:1: includes net/rtp")
        self.fails(rule, {"net/rtp/a.cpp": '\n#include "audio/mix/bridge.h"\n'}, "net/rtp/a.cpp:2")

    def test_what_lies_above_is_not_included_from_below(self):
        rule = rules.includes_keep_their_direction
        self.fails(rule, {"net/rtp/a.h": '#include "firmware/box/box.h"\n'})
        self.fails(rule, {"audio/rt/a.h": '#include "tests/catch.h"\n'})
        self.fails(rule, {"audio/rt/a.h": '#include "config/box_config.h"\n'})
        self.fails(rule, {"config/vocab/a.h": '#include "config/box_config.h"\n'})
        self.fails(rule, {"tools/linksim/a.h": '#include "board/alsa/alsa_port.h"\n'})
        self.fails(rule, {"board/alsa/a.h": '#include "audio/codec/opus_encoder.h"\n'})
        self.fails(rule, {"firmware/box/a.h": '#include "tools/linksim/link.h"\n'})
        self.fails(rule, {"firmware/box/a.h": '#include "firmware/mixer/mixer.h"\n'})

    def test_what_the_design_allows_passes(self):
        self.passes(rules.includes_keep_their_direction, {
            "audio/mix/a.h": '#include "audio/codec/opus_encoder.h"\n#include "config/vocab/time.h"\n',
            "board/alsa/a.h": '#include "audio/ports/microphone.h"\n#include "board/alsa/b.h"\n',
            "firmware/box/a.cpp": '#include "board/alsa/a.h"\n#include "net/rtp/a.h"\n#include "firmware/daemon/log.h"\n',
            "tools/linksim/a.cpp": '#include "net/transport/udp_port.h"\n',
            "tests/firmware/box/a_test.cpp": '#include "firmware/box/a.h"\n',
        })

    def test_an_include_in_a_comment_is_none(self):
        self.passes(rules.includes_keep_their_direction, {"audio/a/a.h": '// #include "net/a.h"\n/*\n#include "net/a.h"\n*/\n'})

    def test_an_include_starts_at_the_root(self):
        rule = rules.includes_start_at_the_root
        self.fails(rule, {"net/rtp/a.cpp": '#include "a.h"\n', "net/rtp/a.h": ""}, '"net/rtp/a.h"')
        self.passes(rule, {"net/rtp/a.cpp": '#include "net/rtp/a.h"\n', "net/rtp/a.h": ""})

    def test_a_library_is_used_by_its_owner_alone(self):
        rule = rules.libraries_stay_in_their_folder
        for header, owner, stranger in [
                ("opus.h", "audio/codec", "audio/playout"), ("sodium.h", "net/keys", "net/srtp"),
                ("srtp2/srtp.h", "net/srtp", "net/session"), ("alsa/asoundlib.h", "board/alsa", "audio/ports"),
                ("libevdev/libevdev.h", "board/buttons", "board/lamps"), ("systemd/sd-daemon.h", "board/watchdog", "firmware/service"),
                ("boost/asio.hpp", "net/transport", "tools/x"),
                ("boost/beast.hpp", "firmware/mixer/chair", "firmware/mixer"), ("toml++/toml.h", "config", "net/keys"),
                ("spdlog/spdlog.h", "firmware/box", "net/session"), ("speex/speex_echo.h", "audio/voice", "audio/mix"),
                ("google/protobuf/message_lite.h", "net/wire", "net/session"), ("sys/socket.h", "board/x", "net/rtp")]:
            with self.subTest(header):
                self.passes(rule, {f"{owner}/a.cpp": f"#include <{header}>\n"})
                self.passes(rule, {f"tests/{owner}/a_test.cpp": f"#include <{header}>\n"})
                self.fails(rule, {f"{stranger}/a.cpp": f"#include <{header}>\n"}, header)

    def test_generated_messages_stay_in_net_wire(self):
        rule = rules.libraries_stay_in_their_folder
        self.passes(rule, {"net/wire/a.cpp": '#include "net/wire/control.pb.h"\n'})
        self.fails(rule, {"firmware/box/a.cpp": '#include "net/wire/control.pb.h"\n'})

    def test_a_command_line_is_read_in_main(self):
        rule = rules.libraries_stay_in_their_folder
        self.passes(rule, {"tools/giaobanctl/main.cpp": "#include <CLI/CLI.hpp>\n"})
        self.fails(rule, {"tools/giaobanctl/card.cpp": "#include <CLI/CLI.hpp>\n"})

    def test_catch_is_included_through_its_wrapper(self):
        rule = rules.libraries_stay_in_their_folder
        self.fails(rule, {"tests/net/a_test.cpp": "#include <catch2/catch.hpp>\n"})
        self.passes(rule, {"tests/catch.h": "#include <catch2/catch.hpp>\n"})

    def test_a_library_without_an_owner_is_found(self):
        self.fails(rules.libraries_stay_in_their_folder, {"net/rtp/a.cpp": "#include <zlib.h>\n"}, "no owner")

    def test_nobody_asks_the_clock_or_sleeps(self):
        rule = rules.time_is_an_argument
        for bad in ["auto t = std::chrono::steady_clock::now();", "auto t = std::chrono::system_clock::now();",
                    "std::this_thread::sleep_for(1ms);", "usleep(1);", "::sleep(1);", "auto t = std::time(nullptr);",
                    "clock_gettime(CLOCK_MONOTONIC, &t);"]:
            for place in ["audio/a/a.cpp", "net/a/a.h", "config/a.cpp", "tests/net/a/a_test.cpp", "tests/scenarios/a.cpp"]:
                with self.subTest(bad, place=place):
                    self.fails(rule, {place: bad + "\n"}, place)
        now = "auto t = std::chrono::steady_clock::now();\n"
        self.passes(rule, {"firmware/box/main.cpp": now, "tests/e2e/a.cpp": now, "board/alsa/a.cpp": now})
        self.passes(rule, {"audio/a/a.cpp": "// steady_clock::now() is asked elsewhere\nvoid on_time(Instant now);\n"})

    def test_a_file_has_at_most_500_lines(self):
        self.passes(rules.files_are_short, {"net/a/a.cpp": "\n" * 500})
        self.fails(rules.files_are_short, {"net/a/a.cpp": "\n" * 501}, "501")
        self.fails(rules.files_are_short, {"tools/test": "#!/bin/sh\n" + "\n" * 500}, "tools/test")
        self.passes(rules.files_are_short, {"tests/fuzz/corpus/a": "\n" * 501})

    def test_a_header_is_guarded(self):
        rule = rules.headers_are_read_once
        self.fails(rule, {"net/a/a.h": "#include <vector>\n#pragma once\n"})
        self.fails(rule, {"net/a/a.h": "int x;\n"})
        self.passes(rule, {"net/a/a.h": "// What it is.\n#pragma once\n", "net/a/b.h": "#ifndef B_H\n#define B_H\n#endif\n"})

    def test_a_folder_has_a_readme(self):
        rule = rules.folders_have_a_readme
        self.fails(rule, {"net/a/a.h": ""}, "net/a:")
        self.passes(rule, {"net/a/a.h": "", "net/a/README.md": ""})
        self.passes(rule, {"tests/net/a/a_test.cpp": "", "tests/README.md": ""})

    def test_a_source_has_a_test(self):
        rule = rules.sources_have_a_test
        self.fails(rule, {"net/a/a.cpp": ""}, "tests/net/a/a_test.cpp")
        self.passes(rule, {"net/a/a.cpp": "", "tests/net/a/a_test.cpp": ""})
        self.passes(rule, {"firmware/box/main.cpp": "", "net/a/b.h": ""})

    def test_a_test_mirrors_a_folder(self):
        rule = rules.tests_mirror_the_tree
        self.fails(rule, {"tests/net/b/a_test.cpp": "", "net/a/a.cpp": ""}, "net/b")
        self.passes(rule, {"tests/net/a/x_test.cpp": "", "net/a/a.cpp": "", "tests/scenarios/loss_test.cpp": ""})

    def test_a_name_says_something(self):
        rule = rules.names_say_something
        self.fails(rule, {"net/a/a.h": "class SessionManager {\n"}, "SessionManager")
        self.fails(rule, {"net/a/a.h": "struct SessionBase;\n"})
        self.passes(rule, {"net/a/a.h": "class Arbiter {};\n// struct LinkManager\n"})

    def test_an_exception_needs_a_reason_and_a_breach(self):
        exceptions, complaints = rules.read_exceptions("# why\n\nfiles_are_short net/a/a.cpp: one table\n")
        self.assertEqual({("files_are_short", "net/a/a.cpp"): 3}, exceptions)
        self.assertEqual([], complaints)
        self.assertEqual(1, len(rules.read_exceptions("files_are_short net/a/a.cpp:\n")[1]))
        self.assertEqual(1, len(rules.read_exceptions("no_such_rule net/a/a.cpp: because\n")[1]))
        with tempfile.TemporaryDirectory() as root:
            os.makedirs(os.path.join(root, "net/a"))
            for name, length in [("long.cpp", 501), ("short.cpp", 1)]:
                with open(os.path.join(root, "net/a", name), "w", encoding="utf-8") as file:
                    file.write("\n" * length)
            results = dict(rules.check(rules.Tree(root), {("files_are_short", "net/a/long.cpp"): 1,
                                                          ("files_are_short", "net/a/short.cpp"): 2}))
        self.assertEqual([], results["files_are_short"])
        self.assertEqual(1, len(results["exceptions_are_needed"]))
        self.assertIn("short.cpp", results["exceptions_are_needed"][0])

    def test_every_rule_is_run(self):
        functions = {name for name, value in vars(rules).items()
                     if callable(value) and getattr(value, "__code__", None) and "tree" in value.__code__.co_varnames[:1]}
        self.assertEqual(functions - {"check"}, {rule.__name__ for rule in rules.RULES})


if __name__ == "__main__":
    outcome = unittest.main(exit=False, verbosity=1).result
    bad = len(outcome.failures) + len(outcome.errors)
    print(f"{outcome.testsRun - bad} passed, {bad} failed")
    sys.exit(1 if bad or not outcome.testsRun else 0)
