#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>

#include "config/vocab/bytes.h"
#include "config/vocab/secret.h"
#include "net/keys/keys.h"
#include "net/keys/noise_state.h"

namespace giaoban::net {

/// What both ends have when a handshake is done.
struct NoiseSecrets {
    SecretKey to_responder;  ///< the two outputs of Split()
    SecretKey to_initiator;
    Secret<64> exporter;  ///< a third output beside them, to derive more keys from
    NoiseHash hash{};     ///< names this handshake: the same at both ends, different for any other
};

/// Noise_IKpsk2_25519_ChaChaPoly_BLAKE2b, the end that speaks first.
///
///     <- s
///     ...
///     -> e, es, s, ss
///     <- e, ee, se, psk
///
/// Pure: bytes in, bytes out; the ephemeral key is an argument. One object is one handshake.
///
/// Errors:     a message that does not open changes nothing: the next one may.
/// Source:     Noise revision 34, sections 5, 7.5 and 9.
class NoiseInitiator {
  public:
    NoiseInitiator(Bytes prologue, const KeyPair& own, const PublicKey& remote) noexcept;

    /// Writes noise1_overhead bytes and the payload's. False if a key is weak.
    [[nodiscard]] bool write_first(PrivateKey ephemeral, Bytes payload, MutableBytes out) noexcept;

    /// Opens the answer with the first of `psks` that fits. `payload` has message.size() -
    /// noise2_overhead bytes.
    [[nodiscard]] std::optional<NoiseSecrets> read_second(Bytes message,
                                                          std::span<const SecretKey* const> psks,
                                                          MutableBytes payload) const noexcept;

    [[nodiscard]] const NoiseHash& hash() const noexcept { return state_.hash(); }

  private:
    NoiseState state_;
    KeyPair own_;
    PublicKey remote_;
    std::optional<PrivateKey> ephemeral_;
};

/// The end that answers.
class NoiseResponder {
  public:
    /// Opens a first message; nothing if it was not made for this key and prologue, or was damaged.
    /// `payload` has message.size() - noise1_overhead bytes.
    [[nodiscard]] static std::optional<NoiseResponder> read_first(Bytes prologue,
                                                                  const KeyPair& own, Bytes message,
                                                                  MutableBytes payload) noexcept;

    /// Writes noise2_overhead bytes and the payload's. Nothing if a key is weak.
    [[nodiscard]] std::optional<NoiseSecrets> write_second(PrivateKey ephemeral,
                                                           const SecretKey& psk, Bytes payload,
                                                           MutableBytes out) const noexcept;

    [[nodiscard]] const PublicKey& remote() const noexcept { return remote_; }
    /// The hash after the first message.
    [[nodiscard]] const NoiseHash& hash() const noexcept { return state_.hash(); }

  private:
    NoiseResponder(NoiseState state, PublicKey remote, PublicKey remote_ephemeral) noexcept;

    NoiseState state_;
    PublicKey remote_;
    PublicKey remote_ephemeral_;
};

}  // namespace giaoban::net
