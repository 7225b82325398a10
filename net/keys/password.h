#pragma once

#include <string>
#include <string_view>

namespace giaoban::net {

/// The longest password that is taken: nobody types more, and hashing it is to cost what the others cost.
inline constexpr std::size_t most_password_bytes = 128;
/// The shortest that is given to an account.
inline constexpr std::size_t least_password_bytes = 10;

/// A password as it is kept: a text of at most 127 characters with the salt and the costs in it ("$argon2id$v=19$…").
///
/// Argon2id with 3 passes over 64 MiB: the second choice of RFC 9106 section 4, with one lane, which is all that libsodium
/// has. It takes 0.1 s of this project's build machine and some 0.5 s of a Raspberry Pi 4: a thread of its own is to do it.
///
/// Threading:  any thread.
/// Real time:  takes 64 MiB of memory and a long time.
/// Errors:     empty where the 64 MiB cannot be had.
[[nodiscard]] std::string hash_password(std::string_view password);

/// Whether a hash is this password's; the costs are those that stand in it. False for a text that is no hash, and where the
/// memory cannot be had.
[[nodiscard]] bool password_fits(std::string_view hash, std::string_view password);

/// Whether a text is a hash that password_fits() can read and that costs no more than those of hash_password().
[[nodiscard]] bool is_password_hash(std::string_view text);

}  // namespace giaoban::net
