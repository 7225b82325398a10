#pragma once

#include <cstddef>
#include <cstdint>

namespace giaoban::net::rtcp_wire {

// Source: RFC 3550 section 12.1, RFC 4585 section 6.1 and 6.2 (205 with format 1: generic NACK).
inline constexpr std::uint8_t sender_report = 200;
inline constexpr std::uint8_t receiver_report = 201;
inline constexpr std::uint8_t source_description = 202;
inline constexpr std::uint8_t goodbye = 203;
inline constexpr std::uint8_t transport_feedback = 205;
inline constexpr std::uint8_t generic_nack = 1;
// Source: RFC 3550 section 12.2.
inline constexpr std::uint8_t cname_item = 1;

inline constexpr std::size_t header_size = 4;
inline constexpr std::size_t ssrc_size = 4;
inline constexpr std::size_t sender_info_size = 20;
inline constexpr std::size_t report_block_size = 24;
inline constexpr std::size_t nack_entry_size = 4;
/// The count of a header has five bits.
inline constexpr std::size_t most_reports = 31;

}  // namespace giaoban::net::rtcp_wire
