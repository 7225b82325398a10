#include "firmware/mixer/office.h"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <boost/asio/post.hpp>
#include <chrono>
#include <utility>

#include "config/card.h"
#include "config/card_settings.h"
#include "config/roster.h"
#include "config/vocab/startup_error.h"
#include "firmware/mixer/chair/meeting_words.h"
#include "firmware/mixer/records/minutes_files.h"
#include "net/keys/key_file.h"

namespace giaoban::mixer {

namespace {

std::int64_t unix_ms_now() {
    return std::chrono::duration_cast<Milliseconds>(
               std::chrono::system_clock::now().time_since_epoch())
        .count();
}

MinutesNews news_of(boost::asio::io_context& context, std::function<void(std::uint64_t)> durable) {
    return {.durable =
                [&context, durable = std::move(durable)](std::uint64_t serial) {
                    boost::asio::post(context, [durable, serial] { durable(serial); });
                },
            .trouble =
                [](const std::string& trouble) {
                    if (trouble.empty()) {
                        spdlog::info("the minutes are on the disk again");
                    } else {
                        spdlog::error("the minutes cannot be written and are tried again: {}",
                                      trouble);
                    }
                },
            .notice = [](const std::string& notice) { spdlog::warn("minutes: {}", notice); }};
}

std::filesystem::path memory_folder(const config::MixerConfig& config) {
    return std::filesystem::path(config.state_dir) / "meeting";
}

Recorder::Settings recorder_settings(const config::MixerConfig& config) {
    return {.folder = RecordsDesk::recordings_folder(config),
            .keep_free_percent = config.recording.keep_free_percent,
            .tracks = config.recording.tracks,
            .input_hz = static_cast<std::int32_t>(hertz(config.audio.rate))};
}

chair::ServerSettings server_settings(const config::MixerConfig& config) {
    chair::ServerSettings settings;
    const auto listen = config::HostPort::from(config.page.listen);
    if (!listen) throw StartupError("page.listen = \"" + config.page.listen + "\" is no address");
    settings.address = listen->host;
    settings.port = listen->port;
    settings.state_dir = config.state_dir;
    settings.page = config.page.files;
    settings.certificate = config.page.certificate;
    settings.key = config.page.key;
    return settings;
}

}  // namespace

Office::Office(const config::MixerConfig& config, boost::asio::io_context& context,
               RandomSource& random, Asks asks)
    : config_(config),
      context_(context),
      random_(random),
      asks_(std::move(asks)),
      memory_(
          memory_folder(config),
          [&context](chair::Desk::Back back) { boost::asio::post(context, std::move(back)); },
          [this] { show_durable(); }),
      minutes_(minutes_folder(config), news_of(context,
                                               [this](std::uint64_t serial) {
                                                   durable_ = serial;
                                                   show_durable();
                                               })),
      recorder_(recorder_settings(config),
                [](const RecordingNews& news) {
                    const bool bad = news.kind == RecordingNews::Kind::failed;
                    spdlog::log(bad ? spdlog::level::err : spdlog::level::info, "recording {}: {}",
                                news.name, news.words);
                }),
      records_(
          config, minutes_,
          [&context](chair::Desk::Back back) { boost::asio::post(context, std::move(back)); },
          unix_ms_now) {
    if (const auto open = minutes_.open_meeting()) {
        meeting_ = open->id;
        title_ = open->title;
    }
    read_past();
}

void Office::read_past() {
    const auto text = MemoryFile::read(memory_folder(config_));
    if (!text) return spdlog::warn("{}: the floor begins anew", text.error());
    if (!*text) return;
    auto memory = meeting_memory_from(**text);
    if (!memory) {
        return spdlog::warn("{}: {}: the floor begins anew", memory_folder(config_).string(),
                            memory.error());
    }
    // By a clock that may have jumped: it is for the lengths in the minutes alone.
    const auto age = std::clamp<std::int64_t>(unix_ms_now() - memory->saved_unix_ms, 0,
                                              Milliseconds{std::chrono::hours(24)}.count());
    grow_older(*memory, Milliseconds{age});
    past_ = std::move(*memory);
}

void Office::keep(MeetingMemory memory) {
    memory.saved_unix_ms = unix_ms_now();
    kept_ = memory_.keep(to_text(memory));
}

void Office::went_on(const MeetingMemory& past, Instant now) {
    for (const auto& room : past.rooms) {
        for (const auto& speaker : room.floor.speakers)
            entries_.goes_on(speaker.box, now - speaker.spoken);
    }
}

void Office::open_page() {
    if (config_.page.listen.empty()) return;
    page_.emplace(context_, server_settings(config_), static_cast<chair::MeetingDoor&>(*this),
                  records_, random_);
    spdlog::info("the chair's page is on port {}; its certificate's fingerprint (SHA-256) is {}",
                 page_->port(), page_->fingerprint());
}

// What happened.

void Office::write(Entry entry) {
    chair::DurableEntry shown{.serial = 0,
                              .unix_ms = entry.unix_ms,
                              .kind = std::string(to_text(entry.kind)),
                              .box = entry.box,
                              .name = entry.name,
                              .who = entry.who,
                              .text = entry.text,
                              .room = entry.room};
    shown.serial = minutes_.append(std::move(entry));
    if (shown.serial == 0) {
        spdlog::error("the minutes take no entry now: `{}` is not in them", shown.kind);
        return;
    }
    not_durable_.push_back({std::move(shown), kept_});
}

void Office::show_durable() {
    while (!not_durable_.empty() && not_durable_.front().entry.serial <= durable_ &&
           not_durable_.front().memory <= memory_.durable()) {
        if (page_) page_->event(not_durable_.front().entry);
        not_durable_.pop_front();
    }
}

void Office::happened(const net::FloorEvent& event, RoomId room, std::string_view name, Role role) {
    if (auto entry = entries_.of(event, room, name, role, who_, unix_ms_now())) {
        if (tell_setting(event, *entry)) write(std::move(*entry));
    }
    const auto recorded = recordings_.find(room);
    if (event.what == net::FloorEvent::What::granted && recorded != recordings_.end()) {
        (void)recorder_.chapter(recorded->second, std::string(name), event.at);
    }
    if (page_) page_->changed();
}

bool Office::tell_setting(const net::FloorEvent& event, Entry& entry) {
    using What = net::FloorEvent::What;
    if (event.what != What::policy_set && event.what != What::limit_set) return true;
    const net::MeetingStatus status = asks_.status(event.at);
    if (event.what == What::limit_set) {
        entry.length_ms = Milliseconds{status.time_limit}.count();
        return true;
    }
    entry.text = to_text(status.policy);
    for (const net::RoomRow& room : status.rooms) {
        if (number_of(room.room) == entry.room) entry.text = to_text(room.policy);
    }
    // One order sets the policy and what belongs to it: that is one entry.
    return std::exchange(policy_told_, event.at) != event.at;
}

void Office::noted(const MeetingNote& note, std::string_view name, Instant now) {
    using What = MeetingNote::What;
    auto entry = MinutesEntries::of(note, name, who_, unix_ms_now());
    if (entry) write(std::move(*entry));
    switch (note.what) {
        case What::meeting_opened:
            meeting_ = not_durable_.empty() ? 0 : not_durable_.back().entry.serial;
            title_ = note.text;
            note_who_is_there();
            break;
        case What::recording_on: begin_recording(note.room, now); break;
        case What::recording_off:
        case What::room_closed: end_recording(note.room, now); break;
        case What::meeting_closed: end_recording(plenary, now); break;
        default: break;
    }
    if (page_) page_->changed();
}

void Office::note_who_is_there() {
    const auto now = std::chrono::steady_clock::now();
    for (const net::BoxRow& row : asks_.status(now).boxes) {
        if (row.presence != net::Presence::joined) continue;
        write({.unix_ms = unix_ms_now(),
               .kind = EntryKind::joined,
               .box = row.box,
               .name = row.name,
               .who = {},
               .text = std::string(to_text(row.role)),
               .room = 0,
               .length_ms = 0});
    }
}

// The recordings.

void Office::begin_recording(RoomId room, Instant now) {
    if (recordings_.contains(room)) return;
    const RecordingId id{next_recording_++};
    if (!recorder_.start(id, RecordsDesk::recording_name(meeting_, number_of(room)), title_, now,
                         std::chrono::system_clock::now())) {
        spdlog::error("the recorder has too much to do: nothing is recorded");
        return;
    }
    recordings_.emplace(room, id);
}

void Office::end_recording(RoomId room, Instant now) {
    const auto found = recordings_.find(room);
    if (found == recordings_.end()) return;
    (void)recorder_.stop(found->second, now);
    recordings_.erase(found);
}

void Office::mixed(const MixedPacket& packet, Instant now) {
    if (recordings_.empty() || packet.only != no_box) return;
    const auto found = recordings_.find(packet.room);
    if (found == recordings_.end()) return;
    recorder_.mix(found->second, static_cast<std::uint8_t>(packet.rung),
                  packet.tick * audio::tick_length, packet.packet.payload(), now);
}

void Office::spoke(BoxId box, std::string_view name, RoomId room, const net::RtpView& packet,
                   Instant now) {
    if (!config_.recording.tracks) return;
    const auto found = recordings_.find(room);
    if (found == recordings_.end()) return;
    recorder_.talker(found->second, box, name, packet.timestamp(), packet.payload(), now);
}

// What the page asks.

void Office::complete(net::MeetingStatus& status) const {
    if (status.meeting.id != 0) status.meeting.id = meeting_;
}

chair::ChairState Office::status(Instant now) const {
    chair::ChairState state = chair::state_of(asks_.status(now));
    const auto found = recordings_.find(plenary);
    if (found == recordings_.end()) return state;
    for (const RecordingStatus& recording : recorder_.status()) {
        if (recording.id != found->second) continue;
        state.recording.since = std::chrono::duration_cast<Seconds>(recording.length);
        state.recording.bytes = recording.bytes;
    }
    return state;
}

Expected<void, std::string> Office::request(const chair::ChairAction& action, std::string_view who,
                                            Instant now) {
    who_ = who;
    auto done = asks_.request(chair::request_of(action, asks_.status(now)), now);
    who_.clear();
    return done;
}

Expected<std::string, std::string> Office::make_card(const chair::CardOrder& order) {
    config::Card card;
    if (!config::valid_name(order.name)) {
        return Unexpected("\"" + order.name + "\" is no name for a box: expected " +
                          std::string(config::accepted_name));
    }
    const auto address = config::HostPort::from(config_.page.card_address);
    if (!address || address->port == 0) {
        return Unexpected(
            std::string("where boxes find this mixing box is not known: set "
                        "page.card_address in mixer.toml"));
    }
    card.name = order.name;
    card.mixers.push_back(*address);
    const auto key =
        net::load_key(std::filesystem::path(config_.state_dir) / config::private_key_file);
    if (!key) return Unexpected(key.error().message);
    const auto from = key->key.public_key.bytes();
    std::copy(from.begin(), from.end(), card.mixer_key.begin());
    card.secret.emplace();
    random_.fill(card.secret->bytes());
    config::Roster roster(config_.state_dir);
    const auto known = roster.find(order.name);
    const bool was_chair = known && known->role == Role::chair;
    const auto entry = roster.add(order.name, order.chair || was_chair ? Role::chair : Role::member,
                                  card.secret->copy(), order.replace);
    if (!entry) return Unexpected(config::text(entry.error()));
    asks_.card_made(std::chrono::steady_clock::now());
    config::CardSettings settings;
    settings.card = std::move(card);
    return settings.text();
}

}  // namespace giaoban::mixer
