#include "firmware/mixer/memory_file.h"

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <fstream>

#include "tests/catch.h"
#include "tests/temporary_folder.h"

namespace giaoban::mixer {

namespace {

/// A file whose desk answers into an io_context that is run here until all is on the disk.
struct Kept {
    explicit Kept(std::filesystem::path the_folder) : folder(std::move(the_folder)) {}

    void run() {
        context.restart();
        const auto more = boost::asio::make_work_guard(context);
        while (file.durable() < newest)
            context.run_one();
    }
    void keep(std::string text) { newest = file.keep(std::move(text)); }

    std::filesystem::path folder;
    boost::asio::io_context context;
    std::uint64_t newest = 0;
    int told = 0;
    MemoryFile file{folder,
                    [this](chair::Desk::Back back) { boost::asio::post(context, std::move(back)); },
                    [this] { ++told; }};
};

std::optional<std::string> read(const std::filesystem::path& folder) {
    const auto text = MemoryFile::read(folder);
    REQUIRE(text.has_value());
    return *text;
}

}  // namespace

TEST_CASE("the newest text is on the disk once it is told so", "[mixer]") {
    const tests::TemporaryFolder place;
    const auto folder = place.path() / "meeting";
    Kept kept(folder);
    CHECK_FALSE(read(folder));
    CHECK(kept.file.durable() == 0);
    kept.keep("one");
    kept.run();
    CHECK(read(folder) == "one");
    for (int i = 0; i < 100; ++i)
        kept.keep("text " + std::to_string(i));
    kept.run();
    CHECK(read(folder) == "text 99");
    CHECK(kept.file.durable() == 101);
    // Those that came while one was being written were not written each.
    CHECK(kept.told <= 4);
}

TEST_CASE("what waits is written when the program ends, and what a crash left is cleared away",
          "[mixer]") {
    const tests::TemporaryFolder place;
    std::ofstream(place.path() / "memory.Ab12cd") << "half a te";
    std::ofstream(place.path() / "memory") << "whole";
    {
        Kept kept(place.path());
        CHECK(read(place.path()) == "whole");
        CHECK_FALSE(std::filesystem::exists(place.path() / "memory.Ab12cd"));
        kept.keep("first");
        kept.keep("last");
    }
    CHECK(read(place.path()) == "last");
}

TEST_CASE("a place that cannot be written keeps nobody waiting", "[mixer]") {
    const tests::TemporaryFolder place;
    std::ofstream(place.path() / "no folder") << "a file";
    Kept kept(place.path() / "no folder");
    kept.keep("text");
    kept.run();
    CHECK(kept.file.durable() == 1);
}

TEST_CASE("what is no text of ours is told in words", "[mixer]") {
    const tests::TemporaryFolder place;
    std::filesystem::create_directory(place.path() / "memory");
    CHECK_FALSE(MemoryFile::read(place.path()));
    std::filesystem::remove(place.path() / "memory");
    std::ofstream(place.path() / "memory") << std::string(MemoryFile::most_bytes + 1, 'x');
    CHECK_FALSE(MemoryFile::read(place.path()));
}

}  // namespace giaoban::mixer
