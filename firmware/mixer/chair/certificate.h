#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "config/vocab/time.h"

namespace giaoban::chair {

/// The certificate that the page is served with, and its private key, both as PEM.
struct Certificate {
    std::string chain;
    std::string key;
    std::string fingerprint;  ///< SHA-256 of the certificate, as browsers show it: "3A:0F:…"
    std::string warning;      ///< for the log; empty: none
};

/// Makes a certificate of our own: ECDSA with P-256, signed by itself, for these host names and numeric addresses, for
/// 10 years. People trust it by its fingerprint; there is no authority that a shorter life would serve.
///
/// Errors:  what OpenSSL refuses stops the program (ensure): nothing comes from outside.
/// Source:  RFC 5280; SEC 2 secp256r1 (NIST P-256).
[[nodiscard]] Certificate make_certificate(const std::vector<std::string>& names, WallTime now);

/// The certificate in `folder`, made when there is none, and again when less than 30 days of it are left; beside it the file
/// `fingerprint`, which giaobanctl shows.
///
/// Errors:  StartupError with the file and what to do.
[[nodiscard]] Certificate own_certificate(const std::filesystem::path& folder, WallTime now);

/// One that the configuration names. Its fingerprint is written into `folder` too.
///
/// Errors:  StartupError when a file is not there, is no PEM, has ended, or the key is another certificate's.
[[nodiscard]] Certificate configured_certificate(const std::filesystem::path& certificate,
                                                 const std::filesystem::path& key,
                                                 const std::filesystem::path& folder, WallTime now);

}  // namespace giaoban::chair
