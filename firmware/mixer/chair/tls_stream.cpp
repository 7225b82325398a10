#include "firmware/mixer/chair/tls_stream.h"

#include <openssl/ssl.h>

#include <boost/asio/buffer.hpp>

#include "config/vocab/startup_error.h"

namespace giaoban::chair {

namespace ssl = boost::asio::ssl;

ssl::context tls_context(const Certificate& certificate) {
    ssl::context context(ssl::context::tls_server);
    context.set_options(ssl::context::default_workarounds | ssl::context::no_sslv2 |
                        ssl::context::no_sslv3 | ssl::context::no_tlsv1 | ssl::context::no_tlsv1_1 |
                        ssl::context::no_compression | SSL_OP_NO_RENEGOTIATION |
                        SSL_OP_CIPHER_SERVER_PREFERENCE);
    SSL_CTX_set_cipher_list(context.native_handle(), "ECDHE+AESGCM:ECDHE+CHACHA20");
    boost::system::error_code wrong;
    context.use_certificate_chain(boost::asio::buffer(certificate.chain), wrong);
    if (!wrong) {
        context.use_private_key(boost::asio::buffer(certificate.key), ssl::context::pem, wrong);
    }
    if (wrong) throw StartupError("page: the certificate is not accepted: " + wrong.message());
    return context;
}

}  // namespace giaoban::chair
