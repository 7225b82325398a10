#pragma once

#include <cstdint>

#include "config/vocab/samples.h"

namespace giaoban::audio {

/// A tick: how much sound every part of the meeting handles at a time.
inline constexpr Samples tick_length = std::chrono::milliseconds{20};

/// What the listener needs of playout. In a conversation delay is what disturbs; who only listens is
/// not disturbed by it, and wants every word.
enum class PlayoutMode : std::uint8_t { conversation, listening };

/// What one talker's playout may do.
struct PlayoutLimits {
    /// One block of 250 ms in this many may hold something that comes later than is waited for. 12: a
    /// gap of 1 s is as bad as 3 s of speech that come 1 s later.
    std::uint32_t late_one_in = 12;
    /// The same for what is lost and comes as redundancy: more often, as it is waited for when it does
    /// not come in time, and so nothing of it is lost.
    std::uint32_t mended_late_one_in = 6;
    /// The least depth (see PlayoutStats), though the link be quiet enough for less: at most `most_wait`.
    Samples least_depth{0};
    /// The most lateness that is waited for. ITU-T G.114: beyond 400 ms from mouth to ear people talk
    /// into each other, so waiting for more than that never helps a conversation.
    Samples most_wait = std::chrono::milliseconds{400};
    /// What has come in later than the aim by more than this is left out rather than played ever
    /// later: at twice the speed 1 s is caught up within 1 s. Listening leaves nothing out.
    Samples most_behind = std::chrono::milliseconds{1'000};
    /// The most depth that listening takes of itself: what it waits for is then given up.
    Samples listening_depth = std::chrono::seconds{2};
    /// Whether packets are asked for again that redundancy can mend: sound is a little better, and requests
    /// take ten times as much of the way back.
    bool asks_for_all = false;
    /// How many packets can wait; a power of two. 1024 frames of 20 ms are 20 s: recorded 3G links
    /// hold back 10 s and deliver them at once.
    std::uint32_t slots = 1'024;
};

/// What became of a packet that was handed in.
enum class Inserted : std::uint8_t { kept, late, duplicate, too_far_ahead, malformed };

/// What a tick of sound was made of; of several, the one furthest from what was spoken.
enum class TickKind : std::uint8_t { silence, played, stretched, compressed, dred, lbrr, plc };

/// What happened so far (counts since construction or reset), and how things stand.
struct PlayoutStats {
    // Packets.
    std::uint64_t received = 0;
    std::uint64_t late = 0;
    std::uint64_t duplicate = 0;
    std::uint64_t too_far_ahead = 0;
    std::uint64_t malformed = 0;
    std::uint64_t restarts = 0;
    /// Times that sound was due and nothing was there, neither the packet nor a later one.
    std::uint64_t underruns = 0;

    // Lengths of sound, by where they came from.
    Samples played{0};
    Samples dred{0};
    Samples lbrr{0};
    Samples plc{0};
    Samples silence{0};
    /// Put in and taken out by stretching, and left out because it was too far behind.
    Samples stretched{0};
    Samples compressed{0};
    Samples skipped{0};

    // Now. Target and depth are from the first sample of a frame being spoken to its being heard, less
    // the time that the quickest packet of late took on its way: a depth of 20 ms is the frame alone.
    Samples target{0};
    Samples depth{0};
    /// RFC 3550 section 6.4.1.
    Samples jitter{0};

    // Packets that were asked for again (each time counts), and packets that came and were not heard:
    // too late, or left out because they were too far behind.
    std::uint64_t asked = 0;
    std::uint64_t never_played = 0;
    /// Times that a talker was not heard for 150 ms or more in the midst of a talk.
    std::uint64_t interruptions = 0;
};

}  // namespace giaoban::audio
