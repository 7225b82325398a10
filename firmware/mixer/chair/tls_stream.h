#pragma once

#include <boost/asio/ssl/context.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <boost/beast/ssl/ssl_stream.hpp>

#include "firmware/mixer/chair/certificate.h"

namespace giaoban::chair {

/// TLS over TCP with time limits.
using TlsStream = boost::beast::ssl_stream<boost::beast::tcp_stream>;

/// TLS 1.2 and 1.3 with the suites that have forward secrecy and authenticated encryption; no compression, no
/// renegotiation.
///
/// Source:  RFC 9325 (recommendations for TLS).
[[nodiscard]] boost::asio::ssl::context tls_context(const Certificate& certificate);

}  // namespace giaoban::chair
