#pragma once

#include <filesystem>
#include <string>

#include "config/vocab/expected.h"
#include "net/keys/keys.h"
#include "net/keys/private_file.h"

namespace giaoban::net {

/// A private key from its file.
struct LoadedKey {
    KeyPair key;
    std::string warning;  ///< one copy was broken or gone and the other is good: say so in the log
};

/// Reads a private key. It is kept twice, in `path` and in `path` with ".copy" behind; each names the public
/// key too, so that a damaged file is never taken for another identity.
///
/// Errors: the file is not there, is not private, or both copies are damaged: FileTrouble says which,
///         and its message what to do. A key is never made here: a read error is not a first start.
[[nodiscard]] Expected<LoadedKey, FileTrouble> load_key(const std::filesystem::path& path);

/// Writes a key for the first time, both copies, mode 0600. A file that is there already, whole or
/// broken, is never replaced.
[[nodiscard]] Expected<void, FileTrouble> store_new_key(const std::filesystem::path& path,
                                                        const KeyPair& key);

/// What a daemon does at its start: loads the key, and makes one only when neither copy exists.
[[nodiscard]] Expected<LoadedKey, FileTrouble> load_or_make_key(const std::filesystem::path& path,
                                                                RandomSource& random);

}  // namespace giaoban::net
