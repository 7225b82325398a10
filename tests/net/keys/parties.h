#pragma once

#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "config/vocab/random.h"
#include "net/keys/initiator_handshake.h"
#include "net/keys/pending_sessions.h"
#include "net/keys/responder_handshake.h"

namespace giaoban::net::test {

using Datagram = std::vector<std::byte>;

inline Datagram to_vector(Bytes bytes) { return {bytes.begin(), bytes.end()}; }

inline SecretKey random_secret(RandomSource& random) {
    SecretKey secret;
    random.fill(secret.bytes());
    return secret;
}

/// A mixing box as far as the handshake goes: a roster, live sessions, and the rules as its owner
/// keeps them.
class Centre {
  public:
    struct Entry {
        std::optional<SecretKey> enrolment;
        std::optional<PublicKey> pinned;
    };

    explicit Centre(KeyPair own, std::uint64_t seed)
        : random(seed), key(own.public_key), handshake(std::move(own), random), pending(64) {}

    /// What it sends back to an initiation, if anything.
    std::optional<Datagram> on_initiation(const Datagram& datagram, Instant now,
                                          std::string_view source = "192.0.2.1:5004") {
        auto reading = handshake.read(datagram, as_bytes(source), now);
        last_trouble = reading.trouble;
        if (reading.answer) return to_vector(reading.answer->bytes());
        if (!reading.opened) return std::nullopt;
        return decide(*reading.opened, now);
    }

    /// A control datagram; what it says, if it was opened.
    std::optional<std::string> on_control(Datagram datagram, Instant now) {
        for (auto& [box, session] : live) {
            if (index_of(datagram) != session.keys.local_index) continue;
            const auto message = session.control.open(datagram);
            if (!message) return std::nullopt;
            return std::string(as_text(*message));
        }
        auto confirmed = pending.confirm(datagram, now);
        if (!confirmed) return std::nullopt;
        Entry& entry = roster.at(confirmed->card.text());
        if (confirmed->first_contact) {
            if (entry.pinned && entry.pinned != confirmed->box) return std::nullopt;
            entry.pinned = confirmed->box;
            entry.enrolment.reset();
        }
        const std::string message(as_text(confirmed->message));
        live.insert_or_assign(confirmed->box, *std::move(confirmed));
        return message;
    }

    SeededRandom random;
    PublicKey key;
    ResponderHandshake handshake;
    PendingSessions pending;
    std::map<std::string, Entry> roster;
    std::map<PublicKey, ConfirmedSession> live;
    std::optional<InitiationTrouble> last_trouble;
    std::optional<RefusalReason> always_refuse;
    SrtpProfile profile = SrtpProfile::aes_cm_128_hmac_sha1_80;

  private:
    Datagram decide(const OpenedInitiation& opened, Instant now) {
        const auto entry = roster.find(opened.card().text());
        CardOnRecord record;
        if (entry != roster.end()) {
            record.pinned = entry->second.pinned;
            if (entry->second.enrolment) record.enrolment = &*entry->second.enrolment;
        }
        bool elsewhere = false;
        for (const auto& [name, other] : roster) {
            elsewhere = elsewhere || (name != opened.card().text() && other.pinned == opened.box());
        }
        const auto admission =
            judge(opened.box(), entry == roster.end() ? nullptr : &record, elsewhere);
        if (always_refuse) return to_vector(handshake.refuse(opened, *always_refuse).bytes());
        if (!admission) return to_vector(handshake.refuse(opened, admission.error()).bytes());
        auto accepted = handshake.accept(opened, admission->enrolment,
                                         {profile, random.u32(), random.u32(), random.u32()});
        pending.hold(std::move(accepted.session), now);
        return to_vector(accepted.answer.bytes());
    }
};

/// A box as far as the handshake goes.
class Office {
  public:
    Office(KeyPair own, const PublicKey& mixer, std::string_view name,
           std::optional<SecretKey> secret, std::uint64_t seed, std::uint32_t boots = 1)
        : random(seed),
          key(own.public_key),
          handshake({std::move(own), mixer, CardName::from(name).value(), std::move(secret), boots},
                    random) {}

    Datagram call(Instant now) { return to_vector(handshake.start(now).bytes()); }

    CallProgress on_answer(const Datagram& datagram, Instant now) {
        auto outcome = handshake.on_datagram(datagram, now);
        last_refusal = outcome.refusal;
        if (outcome.keys) {
            keys = std::move(outcome.keys);
            control.emplace(*keys);
        }
        return outcome.progress;
    }

    Datagram say(std::string_view message) {
        Datagram datagram(message.size() + control_overhead);
        (void)control.value().seal(as_bytes(message), datagram);
        return datagram;
    }

    SeededRandom random;
    PublicKey key;
    InitiatorHandshake handshake;
    std::optional<RefusalReason> last_refusal;
    std::optional<SessionKeys> keys;
    std::optional<ControlCipher> control;
};

/// One mixing box and one box with a fresh card, and a clock that stands still unless it is moved.
struct District {
    explicit District(std::uint64_t seed = 1)
        : dice(seed),
          centre(KeyPair::generate(dice), seed + 100),
          secret(random_secret(dice)),
          box_key(KeyPair::generate(dice)),
          box(box_key.copy(), centre.key, "Xã Hồng Thái", secret.copy(), seed + 200) {
        centre.roster["Xã Hồng Thái"].enrolment = secret.copy();
    }

    /// A whole handshake without loss. True if it ends in a live session.
    bool join(Office& office) {
        const auto answer = centre.on_initiation(office.call(now), now);
        if (!answer || office.on_answer(*answer, now) != CallProgress::agreed) return false;
        return centre.on_control(office.say("hello"), now) == "hello";
    }

    SeededRandom dice;
    Centre centre;
    SecretKey secret;
    KeyPair box_key;
    Office box;
    Instant now{std::chrono::hours(1)};
};

}  // namespace giaoban::net::test
