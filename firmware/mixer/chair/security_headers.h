#pragma once

#include <array>
#include <string_view>
#include <utility>

namespace giaoban::chair {

/// What every answer says to the browser, whatever it is.
///
/// The page needs nobody else: no script, style, font or picture from elsewhere, no plug-in, no frame around it, no form
/// that leaves it; `img-src data:` is for small pictures inside of style sheets. A page that was once reached over TLS is not
/// reached without it for a year.
///
/// Source:  W3C Content Security Policy Level 3; RFC 6797 (HSTS); Fetch (CORP, nosniff).
inline constexpr std::array<std::pair<std::string_view, std::string_view>, 8> security_headers{{
    {"Content-Security-Policy",
     "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src "
     "'self'; "
     "connect-src 'self'; media-src 'self'; base-uri 'none'; frame-ancestors 'none'; form-action "
     "'self'"},
    {"Strict-Transport-Security", "max-age=31536000"},
    {"X-Content-Type-Options", "nosniff"},
    {"X-Frame-Options", "DENY"},
    {"Referrer-Policy", "no-referrer"},
    {"Cross-Origin-Opener-Policy", "same-origin"},
    {"Cross-Origin-Resource-Policy", "same-origin"},
    {"Permissions-Policy", "camera=(), microphone=(), geolocation=(), usb=(), payment=()"},
}};

}  // namespace giaoban::chair
