#include "firmware/mixer/update_desk.h"

namespace giaoban::mixer {

net::UpdateOffer UpdateDesk::offer(const net::UpdateState& box, UpdateShelf& shelf,
                                   bool may_install) {
    const std::string& release = shelf.offered();
    if (release.empty() || box.release.empty() || box.release == release) return {};
    const bool was_left = box.trouble == net::UpdateTrouble::rolled_back && box.of == release;
    if (was_left) return {};
    const bool whole = box.whole && box.of == release;
    UpdateObject object;
    std::string from = whole ? std::string() : box.release;
    auto has = shelf.find(from, object);
    if (has == UpdateShelf::Has::no && !from.empty()) {
        from.clear();
        has = shelf.find(from, object);
    }
    if (has != UpdateShelf::Has::yes) return {};
    return {.release = release,
            .sha256 = object.sha256,
            .size = object.size,
            .bundle_size = object.bundle_size,
            .from = from,
            .install = may_install};
}

net::TransferShare UpdateDesk::share(bool speaks, bool anybody) noexcept {
    if (speaks) return net::TransferShare::none;
    return anybody ? net::TransferShare::little : net::TransferShare::full;
}

}  // namespace giaoban::mixer
