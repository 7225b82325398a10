#include "audio/record/ogg_opus_scan.h"

#include <ogg/ogg.h>

#include <algorithm>
#include <new>

namespace giaoban::audio {

namespace {

// libogg's buffer doubles as it is filled; a piece of a page's size keeps it small.
constexpr std::size_t most_at_once = 65'536;

// 24 h a day for a year: no meeting, and far from where arithmetic with samples ends.
constexpr Samples longest_recording = std::chrono::hours{24 * 366};

}  // namespace

/// libogg's search for pages, which may not be copied.
struct OggOpusScan::Sync {
    Sync() { ::ogg_sync_init(&state); }
    Sync(const Sync&) = delete;
    Sync& operator=(const Sync&) = delete;
    ~Sync() { ::ogg_sync_clear(&state); }
    ogg_sync_state state{};
};

OggOpusScan::OggOpusScan(std::uint32_t serial) : sync_(std::make_unique<Sync>()), serial_(serial) {}
OggOpusScan::~OggOpusScan() = default;

void OggOpusScan::feed(Bytes bytes) {
    while (!bytes.empty()) {
        const Bytes piece = bytes.first(std::min(bytes.size(), most_at_once));
        char* room = ::ogg_sync_buffer(&sync_->state, static_cast<long>(piece.size()));
        if (room == nullptr) throw std::bad_alloc();
        std::ranges::copy(as_text(piece), room);
        (void)::ogg_sync_wrote(&sync_->state, static_cast<long>(piece.size()));
        look();
        bytes = bytes.subspan(piece.size());
    }
}

void OggOpusScan::look() {
    ogg_page found{};
    // A negative answer counts bytes that are no page; 0: more is needed.
    for (long size = 0; (size = ::ogg_sync_pageseek(&sync_->state, &found)) != 0;) {
        const std::uint64_t begin = at_;
        at_ += static_cast<std::uint64_t>(size < 0 ? -size : size);
        const Page page{
            .begin = begin,
            .end = at_,
            .number = size < 0 ? 0 : static_cast<std::uint32_t>(::ogg_page_pageno(&found)),
            .until = Samples{size < 0 ? -1 : ::ogg_page_granulepos(&found)},
            .closes = size > 0 && ::ogg_page_eos(&found) != 0};
        const bool is_next =
            size > 0 && static_cast<std::uint32_t>(::ogg_page_serialno(&found)) == serial_ &&
            page.until >= (last_ ? last_->until : Samples{0}) && page.until <= longest_recording &&
            (!last_ || page.number > last_->number);
        if (!is_next) {
            damaged_since_ += at_ - begin;
            continue;
        }
        damaged_ += damaged_since_;
        damaged_since_ = 0;
        last_but_one_ = last_;
        last_ = page;
    }
}

}  // namespace giaoban::audio
