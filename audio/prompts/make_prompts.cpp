// Speaks the text table with espeak-ng when the program is built:
//     make_prompts prompts.tsv vi OUT      (see prompt_data.h for what is written)
#include <spawn.h>
#include <sys/wait.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <limits>
#include <sstream>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "audio/prompts/prompt.h"
#include "audio/prompts/prompt_data.h"
#include "audio/voice/resampler.h"
#include "audio/wav/wav_file.h"

extern char** environ;  // NOLINT: POSIX has it under this name

namespace giaoban::audio {

namespace {

// Of 32768, -9 dB: as loud as speech that a microphone's gain control has levelled, and it leaves
// room for the lowered meeting under it.
constexpr std::int32_t peak = 11'600;
// Below this nothing is heard; espeak-ng leaves up to 0.3 s of it at the end.
constexpr std::int16_t silence = 60;
// Words a minute; espeak-ng's own 175 is quick for a room with an echo.
constexpr const char* pace = "150";

void speak(std::string voice, std::string text, const std::string& file) {
    std::array<std::string, 8> words{"espeak-ng", "-v", std::move(voice), "-s", pace,
                                     "-w",        file, std::move(text)};
    std::array<char*, 9> arguments{};
    std::ranges::transform(words, arguments.begin(), [](std::string& word) { return word.data(); });
    pid_t child = 0;
    int status = 0;
    if (posix_spawnp(&child, "espeak-ng", nullptr, nullptr, arguments.data(), environ) != 0 ||
        waitpid(child, &status, 0) != child || status != 0) {
        throw std::runtime_error("espeak-ng did not speak; is the package espeak-ng installed?");
    }
}

/// Without the silence around it, and all at one level.
std::vector<std::int16_t> tidied(std::vector<std::int16_t> sound) {
    const auto heard = [](std::int16_t sample) { return std::abs(sample) > silence; };
    sound.erase(std::ranges::find_if(sound.rbegin(), sound.rend(), heard).base(), sound.end());
    sound.erase(sound.begin(), std::ranges::find_if(sound, heard));
    if (sound.empty()) throw std::runtime_error("espeak-ng said nothing");
    const auto size = [](std::int16_t sample) {
        return std::abs(static_cast<std::int32_t>(sample));
    };
    const std::int32_t loudest = size(*std::ranges::max_element(sound, {}, size));
    for (std::int16_t& sample : sound)
        sample = static_cast<std::int16_t>(sample * peak / loudest);
    return sound;
}

std::vector<std::string> cells(const std::string& line) {
    std::vector<std::string> found;
    std::istringstream in(line);
    for (std::string cell; std::getline(in, cell, '\t');)
        found.push_back(cell);
    return found;
}

std::vector<std::string> texts(const std::string& table, std::string_view language) {
    std::ifstream in(table);
    std::string line;
    if (!std::getline(in, line)) throw std::runtime_error("cannot be read");
    const std::vector<std::string> heads = cells(line);
    const auto column =
        static_cast<std::size_t>(std::ranges::find(heads, language) - heads.begin());
    if (column == heads.size()) throw std::runtime_error("has no column of that language");
    std::vector<std::string> found;
    while (std::getline(in, line)) {
        const std::vector<std::string> row = cells(line);
        if (found.size() == prompt_count) throw std::runtime_error("has a row too many: " + line);
        const std::string expected = name_of(static_cast<Prompt>(found.size()));
        if (row.size() != heads.size() || row[0] != expected) {
            std::string what = "`";
            throw std::runtime_error(
                what.append(expected).append("` and its texts are expected in: ").append(line));
        }
        found.push_back(row[column]);
    }
    if (found.size() != prompt_count) throw std::runtime_error("has a row too few");
    return found;
}

void make(const std::string& table, const std::string& language, const std::string& out) {
    std::vector<PromptSpan> spans;
    std::vector<std::int16_t> sound;
    const std::string spoken = out + ".wav";
    for (const std::string& text : texts(table, language)) {
        speak(language, text, spoken);
        auto recording = read_wav(spoken);
        if (!recording) throw std::runtime_error(recording.error().text);
        const auto prompt = tidied(resampled(recording->samples, recording->hz, prompt_data_hz));
        spans.push_back({.first = static_cast<std::uint32_t>(sound.size()),
                         .count = static_cast<std::uint32_t>(prompt.size())});
        sound.insert(sound.end(), prompt.begin(), prompt.end());
    }
    std::filesystem::remove(spoken);
    std::ofstream file(out, std::ios::binary);
    const auto write = [&](Bytes bytes) {
        file.write(as_text(bytes).data(), static_cast<std::streamsize>(bytes.size()));
    };
    write(std::as_bytes(std::span(spans)));
    write(std::as_bytes(std::span(sound)));
    if (!file.flush()) throw std::runtime_error(out + " cannot be written");
}

}  // namespace

}  // namespace giaoban::audio

int main(int count, char** arguments) try {
    if (count != 4) {
        std::cerr << "make_prompts: a table, a language and a file to write are expected\n";
        return 2;
    }
    giaoban::audio::make(arguments[1], arguments[2], arguments[3]);
    return 0;
} catch (const std::exception& error) {
    std::cerr << "make_prompts: " << arguments[1] << ": " << error.what() << '\n';
    return 1;
}
