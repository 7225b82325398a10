#include "firmware/mixer/chair/static_files.h"

#include <spdlog/spdlog.h>

#include <array>
#include <fstream>
#include <iterator>
#include <optional>

#include "config/vocab/hex.h"
#include "net/keys/crypto.h"

namespace giaoban::chair {

namespace {

namespace fs = std::filesystem;

std::string type_of(const fs::path& file) {
    constexpr std::array<std::pair<std::string_view, std::string_view>, 13> types{{
        {".html", "text/html; charset=utf-8"},
        {".js", "text/javascript; charset=utf-8"},
        {".mjs", "text/javascript; charset=utf-8"},
        {".css", "text/css; charset=utf-8"},
        {".json", "application/json"},
        {".map", "application/json"},
        {".webmanifest", "application/manifest+json"},
        {".svg", "image/svg+xml"},
        {".png", "image/png"},
        {".ico", "image/x-icon"},
        {".woff2", "font/woff2"},
        {".opus", "audio/ogg"},
        {".txt", "text/plain; charset=utf-8"},
    }};
    for (const auto& [ending, type] : types) {
        if (file.extension() == ending) return std::string(type);
    }
    return "application/octet-stream";
}

std::optional<std::string> content_of(const fs::path& file) {
    std::ifstream in(file, std::ios::binary);
    if (!in) return std::nullopt;
    return std::string{std::istreambuf_iterator<char>(in), {}};
}

std::shared_ptr<const std::string> beside(const fs::path& file, std::string_view ending,
                                          std::size_t plain_size) {
    fs::path name = file;
    name += ending;
    auto content = content_of(name);
    if (!content || content->empty() || content->size() >= plain_size) return nullptr;
    return std::make_shared<const std::string>(std::move(*content));
}

std::string tag_of(const std::string& content) {
    const auto hash = net::blake2b({as_bytes(content)});
    return "\"" + hex(Bytes(hash).first(12)) + "\"";
}

Answer not_found() {
    Answer answer;
    answer.status = 404;
    answer.content_type = "text/plain; charset=utf-8";
    answer.body = "There is no such page.\n";
    return answer;
}

/// "gzip;q=0.5" -> "gzip"; a quality of 0 is a no.
bool means(std::string_view one, std::string_view coding) noexcept {
    while (!one.empty() && one.front() == ' ')
        one.remove_prefix(1);
    while (!one.empty() && one.back() == ' ')
        one.remove_suffix(1);
    const auto end = one.find_first_of("; ");
    if (one.substr(0, end) != coding) return false;
    const auto quality = one.find("q=0");
    if (quality == std::string_view::npos) return true;
    return one.find_first_of("123456789", quality + 3) != std::string_view::npos;
}

}  // namespace

bool accepts_coding(std::string_view header, std::string_view coding) noexcept {
    while (!header.empty()) {
        const auto end = header.find(',');
        if (means(header.substr(0, end), coding)) return true;
        header = end == std::string_view::npos ? std::string_view() : header.substr(end + 1);
    }
    return false;
}

bool names_tag(std::string_view header, std::string_view etag) noexcept {
    if (header == "*") return true;
    while (!header.empty()) {
        const auto end = header.find(',');
        std::string_view one = header.substr(0, end);
        while (!one.empty() && one.front() == ' ')
            one.remove_prefix(1);
        while (!one.empty() && one.back() == ' ')
            one.remove_suffix(1);
        if (one.starts_with("W/")) one.remove_prefix(2);
        if (one == etag) return true;
        header = end == std::string_view::npos ? std::string_view() : header.substr(end + 1);
    }
    return false;
}

StaticFiles::StaticFiles(const fs::path& folder) {
    std::error_code failed;
    std::size_t bytes = 0;
    for (fs::recursive_directory_iterator at(folder, failed), end; !failed && at != end;
         at.increment(failed)) {
        const fs::path& path = at->path();
        if (!at->is_regular_file() || path.extension() == ".gz" || path.extension() == ".br")
            continue;
        auto content = content_of(path);
        if (!content) continue;
        bytes += content->size();
        if (bytes > most_bytes || files_.size() >= most_files) {
            spdlog::error("page: {} has more than {} files or {} bytes, the rest is left out",
                          folder.string(), most_files, most_bytes);
            break;
        }
        File file;
        file.type = type_of(path);
        file.etag = tag_of(*content);
        file.gzip = beside(path, ".gz", content->size());
        file.brotli = beside(path, ".br", content->size());
        file.plain = std::make_shared<const std::string>(std::move(*content));
        const std::string name = "/" + path.lexically_relative(folder).generic_string();
        file.immutable = name.starts_with("/assets/");
        files_.emplace(name, std::move(file));
    }
    if (files_.empty())
        spdlog::error("page: {} has no files: the API alone is served", folder.string());
}

const StaticFiles::File* StaticFiles::find(std::string_view path) const {
    auto found = files_.find(path);
    if (found == files_.end() && path.find('.', path.rfind('/')) == std::string_view::npos) {
        found = files_.find("/index.html");
    }
    return found == files_.end() ? nullptr : &found->second;
}

Answer StaticFiles::answer(const Request& request, std::string_view path) const {
    const File* file = find(path);
    if (file == nullptr) return not_found();
    Answer answer;
    answer.content_type = file->type;
    // Weak: the same page in another coding is other bytes.
    answer.headers.emplace_back("ETag", "W/" + file->etag);
    answer.headers.emplace_back(
        "Cache-Control", file->immutable ? "public, max-age=31536000, immutable" : "no-cache");
    answer.headers.emplace_back("Vary", "Accept-Encoding");
    if (names_tag(request.if_none_match, file->etag)) {
        answer.status = 304;
        return answer;
    }
    answer.shared_body = file->plain;
    if (file->brotli && accepts_coding(request.accept_encoding, "br")) {
        answer.shared_body = file->brotli;
        answer.headers.emplace_back("Content-Encoding", "br");
    } else if (file->gzip && accepts_coding(request.accept_encoding, "gzip")) {
        answer.shared_body = file->gzip;
        answer.headers.emplace_back("Content-Encoding", "gzip");
    }
    return answer;
}

}  // namespace giaoban::chair
