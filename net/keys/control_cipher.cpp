#include "net/keys/control_cipher.h"

#include "config/vocab/ensure.h"
#include "net/keys/crypto.h"

namespace giaoban::net {
namespace {

// Noise section 5.1 keeps the last nonce for itself. Nobody gets here: at 50 a second it takes 10^10 years.
constexpr std::uint64_t reserved_counter = ~std::uint64_t{0};

}  // namespace

ControlCipher::ControlCipher(const SessionKeys& keys) noexcept
    : send_(keys.control_send.copy()),
      receive_(keys.control_receive.copy()),
      local_index_(keys.local_index),
      remote_index_(keys.remote_index) {}

MutableBytes ControlCipher::seal(Bytes message, MutableBytes out, KeyDatagram kind) noexcept {
    ensure(out.size() >= message.size() + control_overhead, "there is room for a control datagram");
    ensure(kind == KeyDatagram::control || kind == KeyDatagram::transfer, "it is one of the two");
    ensure(next_counter_ != reserved_counter, "the counter of control datagrams is not used up");
    const MutableBytes datagram = out.first(message.size() + control_overhead);
    write_header(datagram, kind, remote_index_);
    store_u64(datagram.subspan(header_size), next_counter_);
    aead_seal(send_, next_counter_, datagram.first(control_header), message,
              datagram.subspan(control_header));
    ++next_counter_;
    return datagram;
}

Expected<MutableBytes, ControlRefusal> ControlCipher::open(MutableBytes datagram,
                                                           KeyDatagram kind) noexcept {
    if (kind_of(datagram) != kind || datagram.size() < control_overhead) {
        return Unexpected(refuse(ControlRefusal::malformed));
    }
    if (index_of(datagram) != local_index_) {
        return Unexpected(refuse(ControlRefusal::other_session));
    }
    const std::uint64_t counter = load_u64(datagram.subspan(header_size));
    if (counter == reserved_counter) return Unexpected(refuse(ControlRefusal::malformed));
    if (!window_.is_new(counter)) return Unexpected(refuse(ControlRefusal::replayed));
    const MutableBytes sealed = datagram.subspan(control_header);
    const MutableBytes message = sealed.first(sealed.size() - tag_size);
    if (!aead_open(receive_, counter, datagram.first(control_header), sealed, message)) {
        return Unexpected(refuse(ControlRefusal::forged));
    }
    window_.see(counter);
    ++counts_.opened;
    return message;
}

ControlRefusal ControlCipher::refuse(ControlRefusal why) noexcept {
    switch (why) {
        case ControlRefusal::malformed: ++counts_.malformed; break;
        case ControlRefusal::other_session: ++counts_.other_session; break;
        case ControlRefusal::forged: ++counts_.forged; break;
        case ControlRefusal::replayed: ++counts_.replayed; break;
    }
    return why;
}

}  // namespace giaoban::net
