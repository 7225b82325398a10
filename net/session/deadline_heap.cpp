#include "net/session/deadline_heap.h"

#include <utility>

#include "config/vocab/ensure.h"

namespace giaoban::net {

void DeadlineHeap::set(std::uint16_t number, Instant deadline) {
    if (number >= place_.size()) place_.resize(std::size_t{number} + 1, nowhere);
    std::size_t at = place_[number];
    if (at == nowhere) {
        at = heap_.size();
        heap_.push_back({deadline, number});
        place_[number] = at;
        rise(at);
        return;
    }
    const Instant before = std::exchange(heap_[at].deadline, deadline);
    if (deadline < before) {
        rise(at);
    } else {
        sink(at);
    }
}

std::uint16_t DeadlineHeap::first() const noexcept {
    ensure(!heap_.empty(), "a heap that is asked for its first has one");
    return heap_.front().number;
}

void DeadlineHeap::rise(std::size_t at) noexcept {
    while (at > 0) {
        const std::size_t parent = (at - 1) / 2;
        if (heap_[parent].deadline <= heap_[at].deadline) return;
        swap(at, parent);
        at = parent;
    }
}

void DeadlineHeap::sink(std::size_t at) noexcept {
    while (true) {
        std::size_t least = at;
        for (const std::size_t child : {2 * at + 1, 2 * at + 2}) {
            if (child < heap_.size() && heap_[child].deadline < heap_[least].deadline) {
                least = child;
            }
        }
        if (least == at) return;
        swap(at, least);
        at = least;
    }
}

void DeadlineHeap::swap(std::size_t a, std::size_t b) noexcept {
    std::swap(heap_[a], heap_[b]);
    place_[heap_[a].number] = a;
    place_[heap_[b].number] = b;
}

}  // namespace giaoban::net
