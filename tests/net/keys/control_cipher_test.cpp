#include "net/keys/control_cipher.h"

#include <string>
#include <vector>

#include "config/vocab/random.h"
#include "tests/catch.h"
#include "tests/net/keys/hex.h"

namespace giaoban::net::test {
namespace {

/// Both ends of one session.
struct Ends {
    SessionKeys box;
    SessionKeys mixer;
};

Ends make_ends(std::uint64_t seed) {
    SeededRandom random(seed);
    SecretKey up;
    SecretKey down;
    random.fill(up.bytes());
    random.fill(down.bytes());
    Ends ends;
    ends.box.control_send = up.copy();
    ends.box.control_receive = down.copy();
    ends.mixer.control_send = std::move(down);
    ends.mixer.control_receive = std::move(up);
    ends.box.local_index = ends.mixer.remote_index = 11;
    ends.box.remote_index = ends.mixer.local_index = 22;
    return ends;
}

std::vector<std::byte> sealed(ControlCipher& cipher, std::string_view message) {
    std::vector<std::byte> datagram(message.size() + control_overhead);
    (void)cipher.seal(as_bytes(message), datagram);
    return datagram;
}

std::string opened(ControlCipher& cipher, std::vector<std::byte> datagram) {
    const auto message = cipher.open(datagram);
    if (message) return std::string(as_text(*message));
    switch (message.error()) {
        case ControlRefusal::malformed: return "malformed";
        case ControlRefusal::other_session: return "other session";
        case ControlRefusal::forged: return "forged";
        case ControlRefusal::replayed: return "replayed";
    }
    return "?";
}

}  // namespace

TEST_CASE("what one end seals the other opens, both ways", "[net][keys]") {
    const Ends ends = make_ends(1);
    ControlCipher box(ends.box);
    ControlCipher mixer(ends.mixer);
    CHECK(opened(mixer, sealed(box, "up")) == "up");
    CHECK(opened(box, sealed(mixer, "down")) == "down");
    CHECK(opened(mixer, sealed(box, "")) == "");
    CHECK(opened(mixer, sealed(box, std::string(1200, 'x'))) == std::string(1200, 'x'));
    CHECK(mixer.counts().opened == 3);
}

TEST_CASE("a control datagram is the header, the counter, the message and the tag", "[net][keys]") {
    const Ends ends = make_ends(2);
    ControlCipher box(ends.box);
    (void)sealed(box, "first");
    const auto datagram = sealed(box, "hello");
    REQUIRE(datagram.size() == 5 + 32);
    CHECK(to_hex(Bytes(datagram).first(16)) ==
          "c3000000"
          "00000016"
          "0000000000000001");
    CHECK(kind_of(datagram) == KeyDatagram::control);
    CHECK(index_of(datagram) == 22U);
}

TEST_CASE("a control datagram is opened once, early or late", "[net][keys]") {
    const Ends ends = make_ends(3);
    ControlCipher box(ends.box);
    ControlCipher mixer(ends.mixer);
    std::vector<std::vector<std::byte>> datagrams;
    for (int i = 0; i < 2100; ++i) {
        datagrams.push_back(sealed(box, std::to_string(i)));
    }
    CHECK(opened(mixer, datagrams[60]) == "60");
    CHECK(opened(mixer, datagrams[7]) == "7");
    CHECK(opened(mixer, datagrams[60]) == "replayed");
    CHECK(opened(mixer, datagrams[7]) == "replayed");
    CHECK(opened(mixer, datagrams[2099]) == "2099");
    CHECK(opened(mixer, datagrams[51]) == "replayed");
    CHECK(opened(mixer, datagrams[52]) == "52");
    CHECK(mixer.counts().replayed == 3);
}

TEST_CASE("a control datagram with any bit changed is refused and leaves room for the true one",
          "[net][keys]") {
    const Ends ends = make_ends(4);
    ControlCipher box(ends.box);
    ControlCipher mixer(ends.mixer);
    const auto datagram = sealed(box, "state");
    for (std::size_t bit = 0; bit < datagram.size() * 8; ++bit) {
        auto damaged = datagram;
        damaged[bit / 8] ^= static_cast<std::byte>(1U << bit % 8);
        const std::string result = opened(mixer, damaged);
        INFO("bit " << bit << " " << result);
        const bool refused =
            result == "malformed" || result == "other session" || result == "forged";
        CHECK(refused);
    }
    CHECK(opened(mixer, datagram) == "state");
    CHECK(mixer.counts().forged > 0);
    CHECK(mixer.counts().other_session == 32);
}

TEST_CASE("a control datagram cut short anywhere is refused", "[net][keys]") {
    const Ends ends = make_ends(5);
    ControlCipher box(ends.box);
    ControlCipher mixer(ends.mixer);
    const auto datagram = sealed(box, "state");
    for (std::size_t size = 0; size < datagram.size(); ++size) {
        const std::string result =
            opened(mixer, {datagram.begin(), datagram.begin() + static_cast<std::ptrdiff_t>(size)});
        CHECK((result == "malformed" || result == "forged"));
    }
}

TEST_CASE("the last counter, which no sender uses, is refused", "[net][keys]") {
    const Ends ends = make_ends(6);
    ControlCipher box(ends.box);
    ControlCipher mixer(ends.mixer);
    auto datagram = sealed(box, "state");
    store_u64(MutableBytes(datagram).subspan(8), ~std::uint64_t{0});
    CHECK(opened(mixer, datagram) == "malformed");
}

TEST_CASE("what an end sealed is not taken back by itself, nor by another session", "[net][keys]") {
    Ends ends = make_ends(7);
    ends.box.local_index = ends.box.remote_index;
    ControlCipher box(ends.box);
    CHECK(opened(box, sealed(box, "mirror")) == "forged");
    Ends other = make_ends(8);
    ControlCipher stranger(other.mixer);
    CHECK(opened(stranger, sealed(box, "astray")) == "forged");
}

}  // namespace giaoban::net::test
