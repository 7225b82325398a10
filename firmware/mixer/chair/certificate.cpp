#include "firmware/mixer/chair/certificate.h"

#include <openssl/bio.h>
#include <openssl/ec.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rand.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>
#include <unistd.h>

#include <array>
#include <ctime>
#include <fstream>
#include <iterator>
#include <memory>

#include "config/vocab/endpoint.h"
#include "config/vocab/ensure.h"
#include "config/vocab/startup_error.h"
#include "net/keys/private_file.h"

namespace giaoban::chair {

namespace {

namespace fs = std::filesystem;

template <typename T, void (*free)(T*)>
struct Freed {
    void operator()(T* thing) const noexcept { free(thing); }
};
struct BioFreed {
    void operator()(BIO* bio) const noexcept { BIO_free(bio); }
};
using Key = std::unique_ptr<EVP_PKEY, Freed<EVP_PKEY, EVP_PKEY_free>>;
using Paper = std::unique_ptr<X509, Freed<X509, X509_free>>;
using Bio = std::unique_ptr<BIO, BioFreed>;

// A box of this project cannot have been made before it; a clock without a battery says 1970.
constexpr std::time_t first_day = 1'767'225'600;  // 2026-01-01
constexpr std::chrono::hours life{24 * 3653};     // 10 years
constexpr std::chrono::hours renewed_before{24 * 30};

std::string text_of(BIO* bio) {
    char* data = nullptr;
    const long length = BIO_get_mem_data(bio, &data);
    return {data, static_cast<std::size_t>(length)};
}

std::string fingerprint_of(const X509* paper) {
    std::array<unsigned char, EVP_MAX_MD_SIZE> hash{};
    unsigned length = 0;
    ensure(X509_digest(paper, EVP_sha256(), hash.data(), &length) == 1, "a certificate has a hash");
    constexpr std::string_view digits = "0123456789ABCDEF";
    std::string text;
    for (unsigned i = 0; i < length; ++i) {
        if (i != 0) text.push_back(':');
        text.push_back(digits[hash[i] >> 4U]);
        text.push_back(digits[hash[i] & 15U]);
    }
    return text;
}

void add_extension(X509* paper, int kind, const std::string& value) {
    X509V3_CTX context;
    X509V3_set_ctx_nodb(&context);
    X509V3_set_ctx(&context, paper, paper, nullptr, nullptr, 0);
    X509_EXTENSION* extension = X509V3_EXT_conf_nid(nullptr, &context, kind, value.c_str());
    ensure(extension != nullptr && X509_add_ext(paper, extension, -1) == 1,
           "a certificate takes its extensions");
    X509_EXTENSION_free(extension);
}

std::string subject_names(const std::vector<std::string>& names) {
    std::string text;
    for (const std::string& name : names) {
        const bool numeric = Endpoint::parse(name + ":1") || Endpoint::parse("[" + name + "]:1");
        text += (text.empty() ? "" : ",") + std::string(numeric ? "IP:" : "DNS:") + name;
    }
    return text;
}

void set_number(X509* paper) {
    std::array<unsigned char, 16> serial{};
    ensure(RAND_bytes(serial.data(), static_cast<int>(serial.size())) == 1, "OpenSSL has chance");
    serial[0] &= 0x7FU;  // positive, RFC 5280 section 4.1.2.2
    serial[0] |= 0x40U;
    BIGNUM* number = BN_bin2bn(serial.data(), static_cast<int>(serial.size()), nullptr);
    ensure(number != nullptr && BN_to_ASN1_INTEGER(number, X509_get_serialNumber(paper)) != nullptr,
           "a certificate takes a number");
    BN_free(number);
}

Paper read_paper(const std::string& pem) {
    const Bio bio(BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())));
    return Paper(PEM_read_bio_X509(bio.get(), nullptr, nullptr, nullptr));
}

Key read_key(const std::string& pem) {
    const Bio bio(BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())));
    // A key with a pass phrase is refused rather than asked for on a terminal that is not there.
    const auto no_phrase = [](char*, int, int, void*) { return -1; };
    return Key(PEM_read_bio_PrivateKey(bio.get(), nullptr, no_phrase, nullptr));
}

bool lasts_until(const X509* paper, WallTime moment) {
    std::time_t time = std::chrono::system_clock::to_time_t(moment);
    return X509_cmp_time(X509_get0_notAfter(paper), &time) > 0;
}

std::vector<std::string> own_names() {
    std::vector<std::string> names{"localhost", "127.0.0.1", "::1"};
    std::array<char, 256> host{};
    if (::gethostname(host.data(), host.size() - 1) == 0) {
        const std::string name(host.data());
        const bool plain =
            !name.empty() &&
            name.find_first_not_of(
                "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-") ==
                std::string::npos;
        if (plain && name != "localhost") {
            names.push_back(name);
            if (name.find('.') == std::string::npos) names.push_back(name + ".local");
        }
    }
    return names;
}

void tell_fingerprint(const fs::path& folder, const std::string& fingerprint) {
    const auto told =
        net::write_private_file(folder / "fingerprint", fingerprint + "\n", net::Replace::yes);
    if (!told) throw StartupError(told.error().message);
}

void store(const fs::path& file, const std::string& text) {
    if (const auto stored = net::write_private_file(file, text, net::Replace::yes); !stored) {
        throw StartupError(stored.error().message);
    }
}

std::string whole(const fs::path& file) {
    std::ifstream in(file, std::ios::binary);
    if (!in) {
        throw StartupError(file.string() +
                           ": cannot be read: name a file that this user may read, or leave "
                           "page.certificate and page.key out, and one is made");
    }
    return {std::istreambuf_iterator<char>(in), {}};
}

}  // namespace

Certificate make_certificate(const std::vector<std::string>& names, WallTime now) {
    const Key key(EVP_EC_gen("P-256"));
    const Paper paper(X509_new());
    ensure(key != nullptr && paper != nullptr, "OpenSSL makes a key");
    ensure(X509_set_version(paper.get(), X509_VERSION_3) == 1, "OpenSSL has version 3");
    set_number(paper.get());
    const std::time_t from = first_day;
    const std::time_t to = std::max(std::chrono::system_clock::to_time_t(now), first_day) +
                           std::chrono::duration_cast<Seconds>(life).count();
    ASN1_TIME_set(X509_getm_notBefore(paper.get()), from);
    ASN1_TIME_set(X509_getm_notAfter(paper.get()), to);
    X509_set_pubkey(paper.get(), key.get());
    X509_NAME* subject = X509_get_subject_name(paper.get());
    constexpr std::string_view called = "Giao Ban mixing box";
    X509_NAME_add_entry_by_txt(subject, "CN", MBSTRING_UTF8,
                               reinterpret_cast<const unsigned char*>(called.data()),
                               static_cast<int>(called.size()), -1, 0);
    X509_set_issuer_name(paper.get(), subject);
    add_extension(paper.get(), NID_basic_constraints, "critical,CA:FALSE");
    add_extension(paper.get(), NID_key_usage, "critical,digitalSignature");
    add_extension(paper.get(), NID_ext_key_usage, "serverAuth");
    add_extension(paper.get(), NID_subject_alt_name, subject_names(names));
    ensure(X509_sign(paper.get(), key.get(), EVP_sha256()) > 0, "OpenSSL signs");

    Certificate made;
    const Bio chain(BIO_new(BIO_s_mem()));
    const Bio secret(BIO_new(BIO_s_mem()));
    ensure(PEM_write_bio_X509(chain.get(), paper.get()) == 1 &&
               PEM_write_bio_PKCS8PrivateKey(secret.get(), key.get(), nullptr, nullptr, 0, nullptr,
                                             nullptr) == 1,
           "OpenSSL writes what it has made");
    made.chain = text_of(chain.get());
    made.key = text_of(secret.get());
    made.fingerprint = fingerprint_of(paper.get());
    return made;
}

Certificate own_certificate(const fs::path& folder, WallTime now) {
    std::error_code trouble;
    fs::create_directories(folder, trouble);
    fs::permissions(folder, fs::perms::owner_all, trouble);
    // One file with both, so that a power cut cannot leave the key of another certificate.
    const fs::path file = folder / "certificate.pem";
    const auto there = net::read_private_file(file);
    std::string warning;
    if (there) {
        const Paper paper = read_paper(*there);
        const Key key = read_key(*there);
        if (paper == nullptr || key == nullptr ||
            X509_check_private_key(paper.get(), key.get()) != 1) {
            warning = file.string() +
                      ": was damaged, and a new certificate is made: compare its "
                      "fingerprint (`giaobanctl page`) at the next visit";
        } else if (lasts_until(paper.get(), now + renewed_before)) {
            const std::string fingerprint = fingerprint_of(paper.get());
            tell_fingerprint(folder, fingerprint);
            return {*there, *there, fingerprint, ""};
        } else {
            warning = file.string() +
                      ": has less than 30 days left, and a new certificate is made: "
                      "browsers ask again, compare its fingerprint (`giaobanctl page`)";
        }
    } else if (there.error().kind != net::FileTrouble::Kind::missing) {
        throw StartupError(there.error().message);
    }
    Certificate made = make_certificate(own_names(), now);
    made.warning = warning;
    made.chain = made.key = made.chain + made.key;
    store(file, made.chain);
    tell_fingerprint(folder, made.fingerprint);
    return made;
}

Certificate configured_certificate(const fs::path& certificate, const fs::path& key,
                                   const fs::path& folder, WallTime now) {
    Certificate read{whole(certificate), whole(key), "", ""};
    const Paper paper = read_paper(read.chain);
    if (paper == nullptr) {
        throw StartupError(certificate.string() +
                           ": is no certificate: expected PEM, with "
                           "-----BEGIN CERTIFICATE-----");
    }
    const Key secret = read_key(read.key);
    if (secret == nullptr) {
        throw StartupError(key.string() +
                           ": is no private key: expected PEM without a pass phrase");
    }
    if (X509_check_private_key(paper.get(), secret.get()) != 1) {
        throw StartupError(key.string() + ": is not the key of " + certificate.string());
    }
    // The clock may still be wrong at this moment, so that it is no reason to keep the page off.
    if (!lasts_until(paper.get(), now)) {
        read.warning = certificate.string() + ": has ended; browsers will warn of it";
    }
    read.fingerprint = fingerprint_of(paper.get());
    std::error_code trouble;
    fs::create_directories(folder, trouble);
    tell_fingerprint(folder, read.fingerprint);
    return read;
}

}  // namespace giaoban::chair
