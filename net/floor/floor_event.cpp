#include "net/floor/floor_event.h"

namespace giaoban::net {

std::string_view to_text(FloorEvent::What what) noexcept {
    using What = FloorEvent::What;
    switch (what) {
        case What::joined: return "joined";
        case What::lost: return "lost";
        case What::returned: return "returned";
        case What::left: return "left";
        case What::asked: return "asked";
        case What::denied: return "denied";
        case What::withdrew: return "withdrew";
        case What::granted: return "granted";
        case What::extended: return "extended";
        case What::more_time: return "given more time";
        case What::replies: return "asks to reply";
        case What::held: return "all others held";
        case What::unheld: return "held no more";
        case What::warned: return "warned";
        case What::ended: return "ended";
        case What::muted: return "muted";
        case What::unmuted: return "unmuted";
        case What::policy_set: return "policy set";
        case What::limit_set: return "time limit set";
    }
    return "?";
}

std::string_view to_text(FloorEvent::Why why) noexcept {
    using Why = FloorEvent::Why;
    switch (why) {
        case Why::none: return "";
        case Why::pressed: return "button";
        case Why::chair: return "chair";
        case Why::interrupted: return "interrupted by the chair";
        case Why::handed_over: return "handed over";
        case Why::its_turn: return "its turn";
        case Why::time_limit: return "time limit";
        case Why::link: return "link lost";
        case Why::muted: return "muted";
        case Why::policy: return "policy";
        case Why::queue_full: return "queue full";
    }
    return "?";
}

}  // namespace giaoban::net
