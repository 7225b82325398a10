#include "net/keys/pending_sessions.h"

#include "tests/catch.h"
#include "tests/net/keys/parties.h"

using namespace std::chrono_literals;

namespace giaoban::net::test {
namespace {

/// A session as both ends have it, the keys made up.
struct Offer {
    UnconfirmedSession session;
    ControlCipher box;

    Datagram word() {
        Datagram datagram(4 + control_overhead);
        (void)box.seal(as_bytes("word"), datagram);
        return datagram;
    }
};

Offer make_offer(const PublicKey& box, std::uint32_t index) {
    SeededRandom random(index);
    SessionKeys here;
    SessionKeys there;
    random.fill(here.control_receive.bytes());
    there.control_send = here.control_receive.copy();
    here.local_index = there.remote_index = index;
    ControlCipher cipher(there);
    return {UnconfirmedSession(box, CardName::from("Xã A").value(), index, true, std::move(here)),
            std::move(cipher)};
}

PublicKey some_box(std::uint64_t seed) {
    SeededRandom random(seed);
    return KeyPair::generate(random).public_key;
}

}  // namespace

TEST_CASE("an offered session becomes one with the first control datagram that it opens",
          "[net][keys]") {
    PendingSessions pending(16);
    const Instant now{1h};
    Offer offer = make_offer(some_box(1), 5);
    pending.hold(std::move(offer.session), now);
    CHECK(pending.has(5));
    auto damaged = offer.word();
    damaged.back() ^= std::byte{1};
    CHECK(pending.confirm(damaged, now).error() == ControlRefusal::forged);
    CHECK(pending.has(5));
    auto word = offer.word();
    auto again = word;
    auto confirmed = pending.confirm(word, now);
    REQUIRE(confirmed);
    CHECK(as_text(confirmed->message) == "word");
    CHECK(confirmed->box == some_box(1));
    CHECK(confirmed->first_contact);
    CHECK(confirmed->keys.local_index == 5);
    CHECK_FALSE(pending.has(5));
    CHECK(pending.confirm(again, now).error() == ControlRefusal::other_session);
    // The cipher that goes over knows what was opened already.
    again = word;
    CHECK(confirmed->control.open(again).error() != ControlRefusal::other_session);
    auto next = offer.word();
    CHECK(confirmed->control.open(next));
}

TEST_CASE("a session that is taken up ends the other offers to that box alone", "[net][keys]") {
    PendingSessions pending(16);
    const Instant now{1h};
    Offer first = make_offer(some_box(1), 1);
    pending.hold(std::move(first.session), now);
    pending.hold(make_offer(some_box(1), 2).session, now);
    pending.hold(make_offer(some_box(2), 3).session, now);
    auto word = first.word();
    REQUIRE(pending.confirm(word, now));
    CHECK_FALSE(pending.has(2));
    CHECK(pending.has(3));
}

TEST_CASE("a box is offered at most eight sessions at a time; the oldest gives way",
          "[net][keys]") {
    PendingSessions pending(64);
    const Instant now{1h};
    pending.hold(make_offer(some_box(2), 100).session, now);
    for (std::uint32_t i = 1; i <= 9; ++i) {
        pending.hold(make_offer(some_box(1), i).session, now);
    }
    CHECK(pending.size() == 9);
    CHECK_FALSE(pending.has(1));
    CHECK(pending.has(2));
    CHECK(pending.has(9));
    CHECK(pending.has(100));
}

TEST_CASE("in all there are as many as was said; the oldest gives way", "[net][keys]") {
    PendingSessions pending(10);
    const Instant now{1h};
    for (std::uint32_t i = 1; i <= 12; ++i) {
        pending.hold(make_offer(some_box(i), i).session, now);
    }
    CHECK(pending.size() == 10);
    CHECK_FALSE(pending.has(2));
    CHECK(pending.has(3));
}

TEST_CASE("an offer that is not taken up within 30 s is forgotten", "[net][keys]") {
    PendingSessions pending(10);
    const Instant now{1h};
    Offer offer = make_offer(some_box(1), 1);
    pending.hold(std::move(offer.session), now);
    auto word = offer.word();
    CHECK(pending.confirm(word, now + 31s).error() == ControlRefusal::other_session);
    CHECK(pending.size() == 0);
}

TEST_CASE("what is no control datagram confirms nothing", "[net][keys]") {
    PendingSessions pending(10);
    Datagram short_one(7);
    CHECK(pending.confirm(short_one, Instant{}).error() == ControlRefusal::malformed);
    Datagram other(100);
    write_header(other, KeyDatagram::response, 1);
    CHECK(pending.confirm(other, Instant{}).error() == ControlRefusal::malformed);
    Datagram header_only(header_size);
    write_header(header_only, KeyDatagram::control, 1);
    CHECK(pending.confirm(header_only, Instant{}).error() == ControlRefusal::other_session);
    Offer offer = make_offer(some_box(1), 1);
    pending.hold(std::move(offer.session), Instant{});
    CHECK(pending.confirm(header_only, Instant{}).error() == ControlRefusal::malformed);
}

}  // namespace giaoban::net::test
