// kill -9 of a process that writes the minutes, at moments that nobody chose: what it had reported is there.
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <random>

#include "firmware/mixer/records/minutes.h"
#include "firmware/mixer/records/minutes_reader.h"
#include "tests/catch.h"
#include "tests/firmware/mixer/records/meetings.h"
#include "tests/temporary_folder.h"

namespace giaoban::mixer::test {

namespace {

/// What the entry of a serial is, so that each can be told from any other.
Entry numbered(std::uint64_t serial) {
    Entry made = entry(static_cast<std::int64_t>(serial), EntryKind::asked,
                       static_cast<unsigned>(1 + serial % 100));
    made.text = std::string(serial % 50, 'x');
    if (serial % 97 == 1) {
        made = entry(static_cast<std::int64_t>(serial), EntryKind::meeting_opened, 0, "Họp");
    }
    return made;
}

/// Writes for ever and reports each serial that is durable as 8 bytes into `pipe`.
[[noreturn]] void write_for_ever(const std::filesystem::path& folder, int pipe) {
    Minutes minutes(folder, [pipe](std::uint64_t serial) {
        if (::write(pipe, &serial, sizeof serial) != sizeof serial) ::_exit(1);
    });
    std::uint64_t next = minutes.counts().durable + 1;
    // Small groups: more moments at which a transaction is under way, and less to read afterwards.
    for (;;) {
        if (minutes.counts().waiting < 64 && minutes.append(numbered(next)) == next) ++next;
    }
}

/// Kills a writer after it has reported `reports` times; answers the last serial that it had reported then.
std::uint64_t killed_after(const std::filesystem::path& folder, unsigned reports) {
    int pipe[2];
    REQUIRE(::pipe(pipe) == 0);
    const ::pid_t writer = ::fork();
    if (writer == 0) write_for_ever(folder, pipe[1]);
    ::close(pipe[1]);
    std::uint64_t last = 0;
    std::uint64_t serial = 0;
    for (unsigned i = 0; i < reports && ::read(pipe[0], &serial, sizeof serial) == sizeof serial;
         ++i) {
        last = serial;
    }
    REQUIRE(::kill(writer, SIGKILL) == 0);
    while (::read(pipe[0], &serial, sizeof serial) == sizeof serial)
        last = serial;
    ::close(pipe[0]);
    int status = 0;
    REQUIRE(::waitpid(writer, &status, 0) == writer);
    REQUIRE(WIFSIGNALED(status));
    return last;
}

}  // namespace

TEST_CASE("a writer that is killed at any moment has lost nothing that it reported", "[records]") {
    constexpr int times = 30;
    const tests::TemporaryFolder folder;
    std::mt19937 chance(20261123);
    std::uint64_t seen = 0;
    for (int i = 0; i < times; ++i) {
        INFO(i);
        const std::uint64_t reported =
            killed_after(folder.path(), static_cast<unsigned>(1 + chance() % 12));
        REQUIRE(reported > seen);
        auto reader = MinutesReader::open(folder.path());
        REQUIRE(reader);
        const auto entries = reader->since(seen, 1'000'000).value();
        REQUIRE(entries.size() >= reported - seen);
        const bool as_written = std::all_of(
            entries.begin(), entries.end(),
            [](const StoredEntry& stored) { return stored.entry == numbered(stored.serial); });
        CHECK(as_written);
        const Verified verified = reader->verify().value();
        CHECK(verified.sound());
        seen = verified.head.serial;
        CHECK(seen >= reported);
    }
}

}  // namespace giaoban::mixer::test
