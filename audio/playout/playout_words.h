#pragma once

#include <cstdint>

#include "config/vocab/samples.h"

namespace giaoban::audio {

/// A tick: how much sound every part of the meeting handles at a time.
inline constexpr Samples tick_length = std::chrono::milliseconds{20};

/// What one talker's playout may do.
struct PlayoutLimits {
    /// One frame in this many may come too late. 100: late by chance once in two seconds of 20 ms
    /// frames, about as often as a speaker's own breath; each is covered by concealment.
    std::uint32_t late_one_in = 100;
    /// The least depth (see PlayoutStats), though the link be quiet enough for less: at most `most_wait`.
    Samples least_depth{0};
    /// The most lateness that is waited for. ITU-T G.114: beyond 400 ms from mouth to ear people talk
    /// into each other, so waiting for more than that never helps a conversation.
    Samples most_wait = std::chrono::milliseconds{400};
    /// What has come in later than the aim by more than this is left out rather than played ever
    /// later. At the 1.25 times of TimeStretch, 600 ms are caught up within 3 s.
    Samples most_behind = std::chrono::milliseconds{600};
    /// How many packets can wait; a power of two. 128 frames of 20 ms are 2.56 s.
    std::uint32_t slots = 128;
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
};

}  // namespace giaoban::audio
