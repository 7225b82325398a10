#include "net/srtp/srtp_session.h"

#include <srtp2/srtp.h>

#include <algorithm>
#include <array>
#include <utility>

#include "config/vocab/ensure.h"

namespace giaoban::net {
namespace {

constexpr std::size_t rtp_header = 12;  // RFC 3550 section 5.1
constexpr std::size_t rtcp_header = 8;  // RFC 3550 section 6.4: header and SSRC

/// srtp_init() fails when it is called twice in a process.
bool library_started() {
    static const bool started = srtp_init() == srtp_err_status_ok;
    return started;
}

struct Policies {
    srtp_crypto_policy_t rtp{};
    srtp_crypto_policy_t rtcp{};
};

Policies policies(SrtpProfile profile) {
    // The two enumerations have the same numbers: those of RFC 5764 and RFC 7714.
    const auto number = static_cast<srtp_profile_t>(profile);
    Policies both;
    const bool known =
        srtp_crypto_policy_set_from_profile_for_rtp(&both.rtp, number) == srtp_err_status_ok &&
        srtp_crypto_policy_set_from_profile_for_rtcp(&both.rtcp, number) == srtp_err_status_ok;
    ensure(known, "libsrtp2 knows the profiles");
    return both;
}

struct Freed {
    void operator()(srtp_t session) const noexcept { srtp_dealloc(session); }
};
using Session = std::unique_ptr<srtp_ctx_t_, Freed>;

/// Nothing if libsrtp2 was built without the profile's cipher.
Session make_session(const SrtpKeys& keys, std::uint32_t ssrc, SrtpProfile profile) {
    ensure(library_started(), "libsrtp2 starts");
    const Policies both = policies(profile);
    // Key and salt one after another, which is the form that libsrtp2 wants them in.
    Secret<46> material;
    const std::size_t key_size = key_length(profile);
    std::ranges::copy(keys.key.bytes().first(key_size), material.bytes().begin());
    std::ranges::copy(keys.salt.bytes().first(salt_length(profile)),
                      material.bytes().subspan(key_size).begin());
    srtp_policy_t policy{};
    policy.ssrc.type = ssrc_specific;
    policy.ssrc.value = ssrc;
    policy.rtp = both.rtp;
    policy.rtcp = both.rtcp;
    policy.key = as_u8(MutableBytes(material.bytes()));
    policy.window_size = SrtpReceiver::replay_window;
    policy.allow_repeat_tx = 0;
    srtp_t session = nullptr;
    if (srtp_create(&session, &policy) != srtp_err_status_ok) return nullptr;
    return Session(session);
}

bool has_rtp_header(Bytes packet, std::uint32_t ssrc) noexcept {
    return packet.size() >= rtp_header && (std::to_integer<unsigned>(packet[0]) >> 6U) == 2 &&
           load_u32(packet.subspan(8)) == ssrc;
}

bool has_rtcp_header(Bytes packet, std::uint32_t ssrc) noexcept {
    return packet.size() >= rtcp_header && (std::to_integer<unsigned>(packet[0]) >> 6U) == 2 &&
           load_u32(packet.subspan(4)) == ssrc;
}

SrtpSendFault fault(srtp_err_status_t status) noexcept {
    switch (status) {
        case srtp_err_status_replay_fail:
        case srtp_err_status_replay_old: return SrtpSendFault::repeated;
        case srtp_err_status_key_expired: return SrtpSendFault::worn_out;
        case srtp_err_status_bad_param:
        case srtp_err_status_parse_err: return SrtpSendFault::malformed;
        default: return SrtpSendFault::other;
    }
}

SrtpRefusal refusal(srtp_err_status_t status) noexcept {
    switch (status) {
        case srtp_err_status_auth_fail:
        case srtp_err_status_cipher_fail: return SrtpRefusal::forged;  // the latter is AES-GCM's
        case srtp_err_status_replay_fail:
        case srtp_err_status_replay_old: return SrtpRefusal::replayed;
        case srtp_err_status_bad_param:
        case srtp_err_status_parse_err: return SrtpRefusal::malformed;
        default: return SrtpRefusal::other;
    }
}

}  // namespace

struct SrtpStream {
    Session session;
    std::uint32_t ssrc;
    SrtpProfile profile;
    bool begun = false;
};

namespace {

std::unique_ptr<SrtpStream> make_stream(const SrtpKeys& keys, std::uint32_t ssrc,
                                        SrtpProfile profile) {
    Session session = make_session(keys, ssrc, profile);
    ensure(session != nullptr, "libsrtp2 has the profile (srtp_has)");
    return std::make_unique<SrtpStream>(SrtpStream{std::move(session), ssrc, profile, false});
}

}  // namespace

bool srtp_has(SrtpProfile profile) { return make_session({}, 1, profile) != nullptr; }

SrtpSender::SrtpSender(const SrtpKeys& keys, std::uint32_t ssrc, SrtpProfile profile)
    : stream_(make_stream(keys, ssrc, profile)) {}
SrtpSender::SrtpSender(SrtpSender&&) noexcept = default;
SrtpSender& SrtpSender::operator=(SrtpSender&&) noexcept = default;
SrtpSender::~SrtpSender() = default;

Expected<std::size_t, SrtpSendFault> SrtpSender::protect(MutableBytes buffer,
                                                         std::size_t size) noexcept {
    ensure(size <= buffer.size(), "the packet is in the buffer");
    if (!has_rtp_header(buffer.first(size), stream_->ssrc)) {
        return Unexpected(SrtpSendFault::malformed);
    }
    if (buffer.size() - size < rtp_overhead(stream_->profile)) {
        return Unexpected(SrtpSendFault::no_room);
    }
    ensure(stream_->begun || load_u16(buffer.subspan(2)) <= greatest_first_sequence,
           "a stream begins with a sequence number below 32768");
    stream_->begun = true;
    int length = static_cast<int>(size);
    const auto status = srtp_protect(stream_->session.get(), buffer.data(), &length);
    if (status != srtp_err_status_ok) return Unexpected(fault(status));
    return static_cast<std::size_t>(length);
}

Expected<std::size_t, SrtpSendFault> SrtpSender::protect_rtcp(MutableBytes buffer,
                                                              std::size_t size) noexcept {
    ensure(size <= buffer.size(), "the packet is in the buffer");
    if (!has_rtcp_header(buffer.first(size), stream_->ssrc)) {
        return Unexpected(SrtpSendFault::malformed);
    }
    if (buffer.size() - size < rtcp_overhead(stream_->profile)) {
        return Unexpected(SrtpSendFault::no_room);
    }
    int length = static_cast<int>(size);
    const auto status = srtp_protect_rtcp(stream_->session.get(), buffer.data(), &length);
    if (status != srtp_err_status_ok) return Unexpected(fault(status));
    return static_cast<std::size_t>(length);
}

SrtpReceiver::SrtpReceiver(const SrtpKeys& keys, std::uint32_t ssrc, SrtpProfile profile)
    : stream_(make_stream(keys, ssrc, profile)) {}
SrtpReceiver::SrtpReceiver(SrtpReceiver&&) noexcept = default;
SrtpReceiver& SrtpReceiver::operator=(SrtpReceiver&&) noexcept = default;
SrtpReceiver::~SrtpReceiver() = default;

Expected<MutableBytes, SrtpRefusal> SrtpReceiver::open(MutableBytes datagram) noexcept {
    if (!has_rtp_header(datagram, stream_->ssrc) ||
        datagram.size() < rtp_header + rtp_overhead(stream_->profile)) {
        return Unexpected(refuse(SrtpRefusal::malformed));
    }
    int length = static_cast<int>(datagram.size());
    const auto status = srtp_unprotect(stream_->session.get(), datagram.data(), &length);
    if (status != srtp_err_status_ok) return Unexpected(refuse(refusal(status)));
    ++counts_.opened;
    return datagram.first(static_cast<std::size_t>(length));
}

Expected<MutableBytes, SrtpRefusal> SrtpReceiver::open_rtcp(MutableBytes datagram) noexcept {
    if (!has_rtcp_header(datagram, stream_->ssrc) ||
        datagram.size() < rtcp_header + rtcp_overhead(stream_->profile)) {
        return Unexpected(refuse(SrtpRefusal::malformed));
    }
    int length = static_cast<int>(datagram.size());
    const auto status = srtp_unprotect_rtcp(stream_->session.get(), datagram.data(), &length);
    if (status != srtp_err_status_ok) return Unexpected(refuse(refusal(status)));
    ++counts_.opened;
    return datagram.first(static_cast<std::size_t>(length));
}

SrtpRefusal SrtpReceiver::refuse(SrtpRefusal why) noexcept {
    switch (why) {
        case SrtpRefusal::malformed: ++counts_.malformed; break;
        case SrtpRefusal::forged: ++counts_.forged; break;
        case SrtpRefusal::replayed: ++counts_.replayed; break;
        case SrtpRefusal::other: ++counts_.other; break;
    }
    return why;
}

}  // namespace giaoban::net
