#include "net/keys/key_file.h"

#include <optional>
#include <utility>

#include "net/keys/key_text.h"

namespace giaoban::net {
namespace {

using Kind = FileTrouble::Kind;

constexpr std::string_view first_line = "giaoban private key 1\n";
constexpr std::string_view private_word = "private ";
constexpr std::string_view public_word = "public ";

std::filesystem::path copy_of(const std::filesystem::path& path) {
    std::filesystem::path copy = path;
    copy += ".copy";
    return copy;
}

std::string write(const KeyPair& key) {
    std::string secret = to_secret_text(key.private_key.secret());
    std::string content;
    content.reserve(256);  // so that no half of it is left behind in memory that was given back
    content.append(first_line).append(private_word).append(secret).append("\n");
    content.append(public_word).append(to_text(key.public_key)).append("\n");
    wipe_text(secret);
    return content;
}

/// Takes `word`, a key's text and the line's end off the front.
std::optional<std::string_view> take_line(std::string_view& rest, std::string_view word) {
    const std::size_t end = rest.find('\n');
    if (end == std::string_view::npos || !rest.starts_with(word)) return std::nullopt;
    const std::string_view text = rest.substr(word.size(), end - word.size());
    rest.remove_prefix(end + 1);
    return text;
}

std::optional<KeyPair> parse(std::string_view rest) {
    if (!rest.starts_with(first_line)) return std::nullopt;
    rest.remove_prefix(first_line.size());
    const auto secret_text = take_line(rest, private_word);
    if (!secret_text) return std::nullopt;
    const auto public_text = take_line(rest, public_word);
    if (!public_text || !rest.empty()) return std::nullopt;
    auto secret = secret_key_from_text(*secret_text);
    const auto named = public_key_from_text(*public_text);
    if (!secret || !named) return std::nullopt;
    KeyPair key(PrivateKey(std::move(secret).value()));
    if (key.public_key != *named) return std::nullopt;
    return key;
}

Expected<KeyPair, FileTrouble> load_one(const std::filesystem::path& path) {
    auto content = read_private_file(path);
    if (!content) return Unexpected(content.error());
    auto key = parse(*content);
    wipe_text(*content);
    if (!key) {
        return Unexpected(FileTrouble{
            Kind::broken, path.string() + ": is damaged and is no private key any more. It is left "
                                          "as it is: bring it back from a backup, or move it away "
                                          "and make a new key and a new card"});
    }
    return *std::move(key);
}

Expected<void, FileTrouble> store_one(const std::filesystem::path& path, const KeyPair& key) {
    std::string content = write(key);
    auto done = write_private_file(path, content, Replace::never);
    wipe_text(content);
    return done;
}

bool exists(const Expected<KeyPair, FileTrouble>& one) {
    return one.has_value() || one.error().kind != Kind::missing;
}

}  // namespace

Expected<LoadedKey, FileTrouble> load_key(const std::filesystem::path& path) {
    auto key = load_one(path);
    auto copy = load_one(copy_of(path));
    // Somebody may have read it: that is not to be passed over for the sake of the other copy.
    for (const auto* one : {&key, &copy}) {
        if (!*one && one->error().kind == Kind::not_private) return Unexpected(one->error());
    }
    if (key && copy && key->public_key != copy->public_key) {
        return Unexpected(
            FileTrouble{Kind::broken, path.string() + ": is another key than the one in " +
                                          copy_of(path).string() +
                                          ": move away the one that is not this box's"});
    }
    // A power cut between the two: what is gone is written again, what is damaged is left for a person.
    if (key && !exists(copy)) (void)store_one(copy_of(path), *key);
    if (copy && !exists(key)) (void)store_one(path, *copy);
    if (key) return LoadedKey{*std::move(key), copy ? "" : copy.error().message};
    if (copy) return LoadedKey{*std::move(copy), key.error().message};
    return Unexpected(exists(key) ? key.error() : exists(copy) ? copy.error() : key.error());
}

Expected<void, FileTrouble> store_new_key(const std::filesystem::path& path, const KeyPair& key) {
    for (const auto& one : {path, copy_of(path)}) {
        if (exists(load_one(one))) {
            return Unexpected(FileTrouble{
                Kind::exists, one.string() + ": exists already, and a key is never replaced: move "
                                             "it away first if it is to be given up"});
        }
    }
    // The copy first: where `path` is, both are.
    if (auto done = store_one(copy_of(path), key); !done) return done;
    return store_one(path, key);
}

Expected<LoadedKey, FileTrouble> load_or_make_key(const std::filesystem::path& path,
                                                  RandomSource& random) {
    auto loaded = load_key(path);
    if (loaded || loaded.error().kind != Kind::missing) return loaded;
    KeyPair key = KeyPair::generate(random);
    if (auto stored = store_new_key(path, key); !stored) return Unexpected(stored.error());
    return LoadedKey{std::move(key), ""};
}

}  // namespace giaoban::net
