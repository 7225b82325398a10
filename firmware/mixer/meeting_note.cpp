#include "firmware/mixer/meeting_note.h"

namespace giaoban::mixer {

std::string_view to_text(MeetingNote::What what) noexcept {
    using What = MeetingNote::What;
    switch (what) {
        case What::meeting_opened: return "meeting opened";
        case What::meeting_closed: return "meeting closed";
        case What::called: return "called";
        case What::call_answered: return "call answered";
        case What::call_ended: return "call ended";
        case What::self_test_begun: return "self-test begun";
        case What::self_test_ended: return "self-test ended";
        case What::room_opened: return "room opened";
        case What::room_closed: return "room closed";
        case What::moved: return "moved to another room";
        case What::recording_on: return "recording on";
        case What::recording_off: return "recording off";
        case What::restarted: return "the mixing box was restarted";
        case What::went_on: return "the meeting goes on, with floor and queue as they were";
        case What::began_anew: return "the floor began anew: who spoke waits first";
    }
    return "?";
}

}  // namespace giaoban::mixer
