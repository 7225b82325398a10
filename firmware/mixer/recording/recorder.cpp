#include "firmware/mixer/recording/recorder.h"

#include <utility>

namespace giaoban::mixer {

namespace {

using Clock = std::chrono::steady_clock;

}  // namespace

Recorder::Recorder(Settings settings, RecordingDesk::Tell tell, RecordingShelf::AskSpace ask)
    : desk_(std::move(settings), std::move(tell), std::move(ask)), thread_([this] { run(); }) {}

Recorder::~Recorder() {
    {
        const std::scoped_lock lock(mutex_);
        ending_ = true;
    }
    wake_.notify_one();
    thread_.join();
}

bool Recorder::start(RecordingId id, std::string name, std::string title, Instant now,
                     WallTime wall) {
    const auto unix_ms = std::chrono::floor<Milliseconds>(wall.time_since_epoch()).count();
    return order({.kind = Kind::start,
                  .id = id,
                  .number = unix_ms,
                  .now = now,
                  .name = std::move(name),
                  .text = std::move(title)});
}

bool Recorder::stop(RecordingId id, Instant now) {
    return order({.kind = Kind::stop, .id = id, .now = now, .name = {}, .text = {}});
}

bool Recorder::chapter(RecordingId id, std::string title, Instant now) {
    return order(
        {.kind = Kind::chapter, .id = id, .now = now, .name = {}, .text = std::move(title)});
}

void Recorder::mix(RecordingId id, std::uint8_t rung, Samples media_time, Bytes bytes,
                   Instant now) {
    packet({.kind = Kind::mix,
            .rung = rung,
            .id = id,
            .number = media_time.count(),
            .now = now,
            .name = {},
            .text = {}},
           bytes);
}

void Recorder::talker(RecordingId id, BoxId box, std::string_view name, std::uint32_t timestamp,
                      Bytes bytes, Instant now) {
    packet({.kind = Kind::talker,
            .box = box,
            .id = id,
            .number = timestamp,
            .now = now,
            .name = std::string(name),
            .text = {}},
           bytes);
}

bool Recorder::order(Item item) {
    {
        const std::scoped_lock lock(mutex_);
        if (basket_.orders >= most_orders) return false;
        ++basket_.orders;
        basket_.items.push_back(std::move(item));
    }
    // Who is told of it need not wait for the next period.
    wake_.notify_one();
    return true;
}

void Recorder::packet(Item item, Bytes bytes) {
    if (bytes.empty()) return;
    item.size = static_cast<std::uint32_t>(bytes.size());
    const std::scoped_lock lock(mutex_);
    if (basket_.packets >= most_packets || basket_.bytes.size() + bytes.size() > most_bytes) {
        ++overflows_;
        return;
    }
    ++basket_.packets;
    basket_.bytes.insert(basket_.bytes.end(), bytes.begin(), bytes.end());
    basket_.items.push_back(std::move(item));
}

void Recorder::run() {
    desk_.repair();
    Basket taken;
    for (bool ending = false; !ending;) {
        {
            std::unique_lock lock(mutex_);
            (void)wake_.wait_for(lock, RecordingDesk::period,
                                 [this] { return ending_ || basket_.orders > 0; });
            std::swap(taken, basket_);
            ending = ending_;
        }
        empty(taken);
        const Instant now = Clock::now();
        desk_.on_time(now);
        if (ending) desk_.stop_all(now);
        const std::scoped_lock lock(mutex_);
        status_ = desk_.status();
    }
}

void Recorder::empty(Basket& basket) {
    std::size_t at = 0;
    for (const Item& item : basket.items) {
        obey(item, Bytes(basket.bytes).subspan(at, item.size));
        at += item.size;
    }
    // The memory stays for the next round.
    basket.items.clear();
    basket.bytes.clear();
    basket.packets = 0;
    basket.orders = 0;
}

void Recorder::obey(const Item& item, Bytes packet) {
    if (item.kind == Kind::start) {
        return desk_.start({.id = item.id,
                            .name = item.name,
                            .title = item.text,
                            .now = item.now,
                            .unix_ms = item.number});
    }
    if (item.kind == Kind::stop) return desk_.stop(item.id, item.now);
    Recording* const recording = desk_.find(item.id);
    if (recording == nullptr) return;
    if (item.kind == Kind::chapter) {
        recording->chapter(item.text, item.now);
    } else if (item.kind == Kind::mix) {
        recording->mix(item.rung, Samples{item.number}, packet, item.now);
    } else {
        recording->talker(item.box, item.name, static_cast<std::uint32_t>(item.number), packet,
                          item.now);
    }
}

std::vector<RecordingStatus> Recorder::status() const {
    const std::scoped_lock lock(mutex_);
    return status_;
}

std::uint64_t Recorder::overflows() const {
    const std::scoped_lock lock(mutex_);
    return overflows_;
}

}  // namespace giaoban::mixer
