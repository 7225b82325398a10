#include "audio/wav/wav_speaker.h"

#include <sys/resource.h>

#include <csignal>
#include <vector>

#include "tests/catch.h"
#include "tests/temporary_folder.h"

using namespace giaoban::audio;
using Catch::Matchers::ContainsSubstring;
using giaoban::tests::TemporaryFolder;

namespace {

/// No file may grow beyond so many bytes: the nearest thing to a full disk that needs no root.
class FileSizeLimit {
  public:
    explicit FileSizeLimit(rlim_t bytes) {
        std::signal(SIGXFSZ, SIG_IGN);
        ::getrlimit(RLIMIT_FSIZE, &before_);
        const rlimit limited{.rlim_cur = bytes, .rlim_max = before_.rlim_max};
        ::setrlimit(RLIMIT_FSIZE, &limited);
    }
    FileSizeLimit(const FileSizeLimit&) = delete;
    FileSizeLimit& operator=(const FileSizeLimit&) = delete;
    ~FileSizeLimit() { ::setrlimit(RLIMIT_FSIZE, &before_); }

  private:
    rlimit before_{};
};

std::shared_ptr<WavSpeaker::File> file_at(const std::filesystem::path& path) {
    auto writer = WavWriter::create(path, 16'000);
    REQUIRE(writer);
    return std::make_shared<WavSpeaker::File>(std::move(writer).value());
}

}  // namespace

SCENARIO("a speaker's sound reaches its file without the audio thread meeting the disk",
         "[audio][wav]") {
    const TemporaryFolder folder;
    const auto path = folder.path() / "heard.wav";
    const std::vector<std::int16_t> tick(320, 7);

    GIVEN("a speaker with a file") {
        const auto file = file_at(path);
        WavSpeaker speaker(file);

        WHEN("two ticks are said") {
            speaker.write(tick);
            speaker.write(tick);
            THEN("they are in the file once it is drained, and not before") {
                CHECK(read_wav(path)->samples.empty());
                CHECK_FALSE(file->drain());
                CHECK(read_wav(path)->samples == std::vector<std::int16_t>(640, 7));
            }
        }
        WHEN("nobody drains for longer than the ring holds") {
            for (std::size_t i = 0; i < WavSpeaker::ring_ticks + 3; ++i)
                speaker.write(tick);
            THEN("ticks are lost to the file, and counted") {
                CHECK(file->lost_ticks() == 3);
                CHECK_FALSE(file->drain());
                CHECK(read_wav(path)->samples.size() == 320 * WavSpeaker::ring_ticks);
            }
        }
        WHEN("the disk is full after a while") {
            speaker.write(tick);
            CHECK_FALSE(file->drain());
            std::optional<WavError> first;
            std::optional<WavError> second;
            {
                const FileSizeLimit limit(1'000);
                speaker.write(tick);
                first = file->drain();
                speaker.write(tick);
                second = file->drain();
            }
            THEN("that is told once, and what was written before stays readable") {
                REQUIRE(first);
                CHECK_THAT(first->text,
                           ContainsSubstring("heard.wav: cannot be written any further"));
                CHECK_FALSE(second);
                REQUIRE(read_wav(path));
                CHECK(read_wav(path)->samples.size() >= 320);
            }
        }
    }
}
