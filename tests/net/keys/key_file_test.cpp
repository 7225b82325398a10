#include "net/keys/key_file.h"

#include "net/keys/key_text.h"
#include "tests/catch.h"
#include "tests/net/keys/scratch_folder.h"

namespace giaoban::net::test {

using Kind = FileTrouble::Kind;
namespace fs = std::filesystem;

SCENARIO("a daemon's key lies in a file", "[net][keys]") {
    GIVEN("a folder in which a key was made") {
        const ScratchFolder folder;
        const auto file = folder / "box.key";
        const auto copy = folder / "box.key.copy";
        SeededRandom random(1);
        const auto made = load_or_make_key(file, random);
        REQUIRE(made);
        CHECK(made->warning.empty());
        const PublicKey identity = made->key.public_key;

        THEN("it is the same key at the next start") {
            const auto again = load_or_make_key(file, random);
            REQUIRE(again);
            CHECK(again->key.public_key == identity);
            CHECK(again->key.private_key.secret() == made->key.private_key.secret());
        }
        THEN("the file is a text that names its public key") {
            const std::string content = content_of(file);
            CHECK_THAT(content, Catch::Matchers::ContainsSubstring(to_text(identity)));
            CHECK(content == content_of(copy));
        }
        THEN("it is never replaced by another one") {
            const auto stored = store_new_key(file, KeyPair::generate(random));
            REQUIRE_FALSE(stored);
            CHECK(stored.error().kind == Kind::exists);
            CHECK(load_key(file)->key.public_key == identity);
        }
        WHEN("any byte of the file is damaged") {
            const std::string whole = content_of(file);
            for (std::size_t i = 0; i < whole.size(); ++i) {
                std::string damaged = whole;
                damaged[i] = static_cast<char>(damaged[i] ^ 1);
                put(file, damaged);
                const auto loaded = load_or_make_key(file, random);
                INFO("byte " << i);
                REQUIRE(loaded);
                CHECK(loaded->key.public_key == identity);
                CHECK_THAT(loaded->warning, Catch::Matchers::ContainsSubstring("box.key"));
                CHECK(content_of(file) == damaged);
            }
        }
        WHEN("the file is cut off anywhere, and so is its copy") {
            const std::string whole = content_of(file);
            for (std::size_t size = 0; size < whole.size(); size += 7) {
                put(file, whole.substr(0, size));
                put(copy, whole.substr(0, size));
                const auto loaded = load_or_make_key(file, random);
                REQUIRE_FALSE(loaded);
                CHECK(loaded.error().kind == Kind::broken);
                CHECK(content_of(file) == whole.substr(0, size));
            }
        }
        WHEN("one of the two is gone") {
            fs::remove(GENERATE(0, 1) == 0 ? file : copy);
            THEN("the other one is taken, and the pair made whole, with a warning") {
                const auto loaded = load_or_make_key(file, random);
                REQUIRE(loaded);
                CHECK(loaded->key.public_key == identity);
                CHECK_FALSE(loaded->warning.empty());
                CHECK(load_key(file)->warning.empty());
            }
        }
        WHEN("somebody else may read one of the two") {
            fs::permissions(GENERATE(0, 1) == 0 ? file : copy, fs::perms::group_read,
                            fs::perm_options::add);
            THEN("the key is refused") {
                const auto loaded = load_or_make_key(file, random);
                REQUIRE_FALSE(loaded);
                CHECK(loaded.error().kind == Kind::not_private);
            }
        }
        WHEN("the two are different keys") {
            const ScratchFolder elsewhere;
            REQUIRE(load_or_make_key(elsewhere / "k", random));
            put(copy, content_of(elsewhere / "k"));
            THEN("neither is believed") {
                const auto loaded = load_key(file);
                REQUIRE_FALSE(loaded);
                CHECK(loaded.error().kind == Kind::broken);
            }
        }
        WHEN("the file cannot be read at all") {
            fs::remove(file);
            fs::create_directory(file);
            fs::remove(copy);
            THEN("no new key is made") {
                CHECK_FALSE(load_or_make_key(file, random));
                CHECK_FALSE(fs::exists(copy));
            }
        }
    }
}

TEST_CASE("a key that is not there is missing, and only asking to make one makes it",
          "[net][keys]") {
    const ScratchFolder folder;
    CHECK(load_key(folder / "box.key").error().kind == Kind::missing);
    CHECK_FALSE(fs::exists(folder / "box.key"));
}

}  // namespace giaoban::net::test
