#pragma once

#include <filesystem>
#include <map>
#include <memory>
#include <string>
#include <string_view>

#include "firmware/mixer/chair/http.h"

namespace giaoban::chair {

/// The page itself: the files that its build has made, all in memory, with what was compressed beside them (NAME.gz, NAME.br).
///
/// Threading:  the network thread's; read() once at the start.
/// Errors:     a folder that is not there gives a page that says so, and the API works all the same.
/// Limits:     `most_files` files of `most_bytes` together; what is beyond is left out, and logged.
class StaticFiles {
  public:
    static constexpr std::size_t most_files = 512;
    /// The page is under 1 MB; a copy of each of its files in two compressed forms is half as much again.
    static constexpr std::size_t most_bytes = 16 * 1024 * 1024;

    explicit StaticFiles(const std::filesystem::path& folder);

    /// A file, 304 where the browser has it, or 404. "/" and every path of the page's own views (without a dot in the last
    /// part) are index.html.
    [[nodiscard]] Answer answer(const Request& request, std::string_view path) const;

    [[nodiscard]] std::size_t count() const noexcept { return files_.size(); }

  private:
    struct File {
        std::string type;
        std::string etag;        ///< of the content, with its quotes
        bool immutable = false;  ///< its name has its content's hash in it
        std::shared_ptr<const std::string> plain;
        std::shared_ptr<const std::string> gzip;
        std::shared_ptr<const std::string> brotli;
    };

    [[nodiscard]] const File* find(std::string_view path) const;

    std::map<std::string, File, std::less<>> files_;  ///< by path, "/assets/page-1f.js"
};

/// Whether an Accept-Encoding header lets that coding be used. Source: RFC 9110 section 12.5.3.
[[nodiscard]] bool accepts_coding(std::string_view header, std::string_view coding) noexcept;

/// Whether an If-None-Match header names that tag, weakly compared. Source: RFC 9110 sections 8.8.3.2 and 13.1.2.
[[nodiscard]] bool names_tag(std::string_view header, std::string_view etag) noexcept;

}  // namespace giaoban::chair
