#include "firmware/mixer/chair/static_files.h"

#include "firmware/mixer/chair/security_headers.h"
#include "tests/catch.h"
#include "tests/config/temporary_folder.h"

using namespace giaoban::chair;
using giaoban::config::test::TemporaryFolder;

namespace {

std::string header(const Answer& answer, std::string_view name) {
    for (const auto& [key, value] : answer.headers) {
        if (key == name) return value;
    }
    return "";
}

}  // namespace

SCENARIO("the page's files are served from memory", "[chair]") {
    const TemporaryFolder folder;
    folder.file("index.html", "<!doctype html><p>page");
    folder.file("assets/page-1f.js", std::string(1000, 'x'));
    folder.file("assets/page-1f.js.gz", "gzipped");
    folder.file("assets/page-1f.js.br", "brotli");
    const StaticFiles files(folder.path());
    CHECK(files.count() == 2);
    Request request;
    THEN("a path of the page's own views is the page") {
        for (const char* path : {"/", "/index.html", "/minutes", "/meetings/3"}) {
            const Answer page = files.answer(request, path);
            CHECK(page.status == 200);
            CHECK(page.content_type == "text/html; charset=utf-8");
            CHECK(header(page, "Cache-Control") == "no-cache");
        }
    }
    THEN("what the browser can unpack is sent packed") {
        CHECK(files.answer(request, "/assets/page-1f.js").text().size() == 1000);
        request.accept_encoding = "gzip, deflate";
        CHECK(files.answer(request, "/assets/page-1f.js").text() == "gzipped");
        request.accept_encoding = "gzip, deflate, br";
        const Answer packed = files.answer(request, "/assets/page-1f.js");
        CHECK(packed.text() == "brotli");
        CHECK(header(packed, "Content-Encoding") == "br");
        CHECK(header(packed, "Vary") == "Accept-Encoding");
        CHECK(header(packed, "Cache-Control") == "public, max-age=31536000, immutable");
    }
    THEN("what the browser has is not sent again") {
        request.if_none_match = header(files.answer(request, "/"), "ETag");
        CHECK(request.if_none_match.starts_with("W/\""));
        const Answer again = files.answer(request, "/");
        CHECK(again.status == 304);
        CHECK(again.text().empty());
        CHECK(files.answer(request, "/assets/page-1f.js").status == 200);
    }
    THEN("what is not there is not there, and the packed forms have no name of their own") {
        for (const char* path :
             {"/nothing.js", "/assets/page-1f.js.gz", "/../index.html", "/etc/passwd.txt"})
            CHECK(files.answer(request, path).status == 404);
    }
}

TEST_CASE("a page that is not installed leaves the API alone", "[chair]") {
    const StaticFiles none("/nowhere/at/all");
    CHECK(none.count() == 0);
    CHECK(none.answer({}, "/").status == 404);
}

TEST_CASE("which codings a browser takes", "[chair]") {
    CHECK(accepts_coding("gzip, br", "br"));
    CHECK(accepts_coding("br;q=1.0, gzip;q=0.5", "gzip"));
    CHECK(accepts_coding("gzip;q=0.001", "gzip"));
    CHECK_FALSE(accepts_coding("gzip;q=0, br;q=0.0", "gzip"));
    CHECK_FALSE(accepts_coding("brx", "br"));
    CHECK_FALSE(accepts_coding("", "br"));
}

TEST_CASE("which tags a browser names", "[chair]") {
    CHECK(names_tag("*", "\"a\""));
    CHECK(names_tag("\"b\", W/\"a\"", "\"a\""));
    CHECK_FALSE(names_tag("\"ab\"", "\"a\""));
    CHECK_FALSE(names_tag("", "\"a\""));
}

TEST_CASE("the page may fetch nothing from anywhere else", "[chair]") {
    std::string policy;
    for (const auto& [name, value] : security_headers) {
        if (name == "Content-Security-Policy") policy = value;
    }
    CHECK(policy.starts_with("default-src 'none'; "));
    for (const char* never :
         {"unsafe-inline", "unsafe-eval", "http:", "https:", "*", "blob:", "wss:"}) {
        INFO(never);
        CHECK(policy.find(never) == std::string::npos);
    }
    for (const char* needed :
         {"script-src 'self'", "style-src 'self'", "connect-src 'self'", "media-src 'self'",
          "base-uri 'none'", "frame-ancestors 'none'", "form-action 'self'"}) {
        INFO(needed);
        CHECK(policy.find(needed) != std::string::npos);
    }
}
