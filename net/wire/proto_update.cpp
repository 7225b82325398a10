// Updates on the wire.
#include <algorithm>

#include "config/vocab/bytes.h"
#include "net/wire/proto_parts.h"
#include "net/wire/text_rules.h"

namespace giaoban::net {
namespace {

bool is_release_or_none(std::string_view text) noexcept { return text.empty() || is_release(text); }

static_assert(static_cast<int>(UpdateStage::failed) == wire::Update::FAILED);

}  // namespace

std::optional<WireFault> to_proto(const UpdateState& update, wire::Update& to) {
    if (!is_release_or_none(update.release) || !is_release_or_none(update.of) ||
        !is_showable(update.why, max_text_bytes)) {
        return WireFault::bad_text;
    }
    to.set_release(update.release);
    to.set_stage(static_cast<wire::Update::Stage>(update.stage));
    to.set_trouble(static_cast<std::uint32_t>(update.trouble));
    to.set_of(update.of);
    to.set_pieces(update.pieces);
    to.set_whole(update.whole);
    to.set_why(update.why);
    return std::nullopt;
}

Expected<UpdateState, WireFault> from_proto(const wire::Update& update) {
    if (!is_release_or_none(update.release()) || !is_release_or_none(update.of()) ||
        !is_showable(update.why(), max_text_bytes)) {
        return Unexpected(WireFault::bad_text);
    }
    UpdateState out;
    out.release = update.release();
    if (wire::Update::Stage_IsValid(update.stage())) out.stage = UpdateStage(update.stage());
    // One that is not known is of a newer box: that there is trouble is said by the stage, what it is by `why`.
    if (update.trouble() < update_troubles) out.trouble = UpdateTrouble(update.trouble());
    out.of = update.of();
    out.pieces = update.pieces();
    out.whole = update.whole();
    out.why = update.why();
    return out;
}

std::optional<WireFault> to_proto(const UpdateOffer& offer, wire::UpdateOffer& to) {
    if (!is_release(offer.release) || !is_release_or_none(offer.from)) return WireFault::bad_text;
    to.set_release(offer.release);
    to.set_sha256(offer.sha256.data(), offer.sha256.size());
    to.set_size(offer.size);
    to.set_bundle_size(offer.bundle_size);
    to.set_from(offer.from);
    to.set_install(offer.install);
    return std::nullopt;
}

Expected<UpdateOffer, WireFault> from_proto(const wire::UpdateOffer& offer) {
    if (!is_release(offer.release()) || !is_release_or_none(offer.from())) {
        return Unexpected(WireFault::bad_text);
    }
    UpdateOffer out;
    if (offer.sha256().size() != out.sha256.size() || offer.size() == 0) {
        return Unexpected(WireFault::out_of_range);
    }
    out.release = offer.release();
    std::ranges::copy(as_bytes(offer.sha256()), out.sha256.begin());
    out.size = offer.size();
    out.bundle_size = offer.bundle_size();
    out.from = offer.from();
    out.install = offer.install();
    return out;
}

}  // namespace giaoban::net
