#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "config/vocab/bytes.h"
#include "config/vocab/time.h"
#include "firmware/box/update_folder.h"
#include "net/keys/sha256.h"
#include "net/transfer/piece_receiver.h"
#include "net/wire/update_words.h"

namespace giaoban::box {

/// The box's side of an update: fetches what the mixing box offers, looks whether it is that, gives it to root's part of the
/// update, and says how far it is.
///
/// What it knows lies in the folder, so that after a power cut it goes on where it was. A release that was rolled back is not
/// fetched again; nor is what was refused or damaged until something else is offered.
///
/// Units:      bytes.
/// Threading:  not synchronised; the network thread owns it, and waits for the disk: some milliseconds a piece at most, and
///             once a release for what the file system has not written in its last 5 s. The sum is made 64 KB at a time.
/// Errors:     none; a disk that is full or fails is told in the state and tried again after `disk_patience`.
class UpdateReceiver {
  public:
    static constexpr Duration disk_patience = std::chrono::minutes(10);
    /// Root's part needs a moment between taking what it was given and saying what became of it. After so long a power cut
    /// has taken it, and it is fetched anew.
    static constexpr Duration hand_patience = std::chrono::minutes(2);
    /// Writing a slot of 180 MB takes a minute or two on the slowest card; after so long the word was lost.
    static constexpr Duration install_patience = std::chrono::minutes(15);
    /// As root's part leaves it: for faults, keys and the meeting's own files.
    static constexpr std::uint64_t spare_bytes = std::uint64_t{16} * 1024 * 1024;
    /// That often something is fetched again that was not what was offered: each time is megabytes of a bad link.
    static constexpr int most_damaged = 3;

    /// `release`: that runs; empty: there are no updates here, and all offers are passed over.
    UpdateReceiver(std::string release, UpdateFolder& folder, Instant now);

    void on_offer(const net::UpdateOffer& offer, Instant now);
    /// Whether there is a session.
    void on_link(bool joined, Instant now);
    /// A message of net/transfer.
    void on_message(Bytes message, Instant now);

    void on_time(Instant now);
    [[nodiscard]] Instant next_deadline() const noexcept;
    [[nodiscard]] std::optional<net::PieceAsk> ask_due(Instant now) noexcept;

    /// For the mixing box.
    [[nodiscard]] const net::UpdateState& state() const noexcept { return state_; }

  private:
    struct Fetch {
        net::PieceReceiver pieces;
        net::Sha256Sum sum;
        std::uint32_t summed = 0;
    };

    void look(Instant now);
    void tell(net::UpdateStage stage, net::UpdateTrouble trouble = net::UpdateTrouble::none,
              std::string why = {});
    void tell_past(const std::optional<UpdateOutcome>& outcome);
    /// True: what became of it is known, and nothing is to be fetched.
    bool tell_outcome(const UpdateOutcome& outcome, bool tried, Instant now);
    void order_install(Instant now);
    void fetch(Instant now);
    void store(Instant now);
    void sum_up(Instant now);
    void check_sum(Instant now);
    void wait_for_disk(UpdateFolder::Stored why, Instant now);

    std::string release_;
    UpdateFolder& folder_;
    net::UpdateOffer offer_;
    net::UpdateState state_;
    bool joined_ = false;
    std::optional<Fetch> fetch_;
    int damaged_ = 0;  ///< times, of what is offered
    net::UpdateTrouble disk_ = net::UpdateTrouble::none;
    Instant disk_again_{};
    std::optional<Instant> handed_;   ///< since nothing was heard of what was handed over
    std::optional<Instant> ordered_;  ///< the installation
    Instant look_at_;
};

}  // namespace giaoban::box
