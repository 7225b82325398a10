#include "firmware/mixer/memory_file.h"

#include <spdlog/spdlog.h>

#include <system_error>
#include <utility>

#include "config/whole_file.h"

namespace giaoban::mixer {

namespace {

constexpr const char* file_name = "memory";

void clear_beside(const std::filesystem::path& folder) {
    std::error_code trouble;
    std::filesystem::create_directories(folder, trouble);
    for (const auto& entry : std::filesystem::directory_iterator(folder, trouble)) {
        std::error_code ignored;
        if (entry.path().filename() != file_name) std::filesystem::remove(entry.path(), ignored);
    }
}

// On the desk's thread, but for the last.
std::string write(const std::filesystem::path& file, const std::string& text) {
    const auto fault = config::write_whole(file.string(), text, config::Existing::replace);
    if (!fault) return {};
    std::error_code ignored;
    std::filesystem::remove(file, ignored);
    return fault->what;
}

}  // namespace

MemoryFile::MemoryFile(const std::filesystem::path& folder, chair::Desk::Post post,
                       std::function<void()> durable)
    : file_(folder / file_name), told_(std::move(durable)), desk_(std::move(post)) {
    clear_beside(folder);
}

MemoryFile::~MemoryFile() {
    if (!waiting_) return;
    (void)desk_.submit([file = file_, text = std::move(*waiting_)]() -> chair::Desk::Back {
        (void)write(file, text);
        return nullptr;
    });
}

std::uint64_t MemoryFile::keep(std::string text) {
    waiting_ = std::move(text);
    ++newest_;
    if (!writing_) write_next();
    return newest_;
}

void MemoryFile::write_next() {
    writing_ = desk_.submit([this, file = file_, number = newest_,
                             text = *std::exchange(waiting_, {})]() -> chair::Desk::Back {
        std::string trouble = write(file, text);
        return [this, number, trouble = std::move(trouble)] { written(number, trouble); };
    });
}

void MemoryFile::written(std::uint64_t number, const std::string& trouble) {
    writing_ = false;
    if (trouble.empty() != !in_trouble_) {
        in_trouble_ = !trouble.empty();
        if (in_trouble_) {
            spdlog::error("{} {}: after a restart the floor will begin anew", file_.string(),
                          trouble);
        } else {
            spdlog::info("{} is written again", file_.string());
        }
    }
    durable_ = number;
    if (waiting_) write_next();
    told_();
}

Expected<std::optional<std::string>, std::string> MemoryFile::read(
    const std::filesystem::path& folder) {
    const auto file = folder / file_name;
    std::error_code trouble;
    if (!std::filesystem::exists(file, trouble)) return std::optional<std::string>{};
    std::string text;
    if (const auto fault = config::read_whole(file.string(), most_bytes, text)) {
        return Unexpected(file.string() + " " + fault->what);
    }
    return std::optional(std::move(text));
}

}  // namespace giaoban::mixer
