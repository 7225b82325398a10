#include "net/wire/press_ledger.h"

namespace giaoban::net {
namespace {

// How far ahead, or 0 when it is behind: on a circle of 2^32 (RFC 1982).
std::uint32_t ahead(std::uint32_t from, std::uint32_t to) noexcept {
    const std::uint32_t distance = to - from;
    return distance < 0x8000'0000U ? distance : 0;
}

}  // namespace

PressLedger::News PressLedger::on_state(const PressCount& presses,
                                        const PressCount& counted) noexcept {
    if (presses.epoch != counted_.epoch) {
        counted_ = counted.epoch == presses.epoch ? counted : PressCount{presses.epoch, 0, 0};
    }
    const News news{ahead(counted_.short_presses, presses.short_presses),
                    ahead(counted_.long_presses, presses.long_presses)};
    counted_.short_presses += news.short_presses;
    counted_.long_presses += news.long_presses;
    return news;
}

}  // namespace giaoban::net
