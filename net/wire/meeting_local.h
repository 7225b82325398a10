#pragma once

// What is asked of a mixing box over its UNIX socket, and by the chair's page; and the answer.
#include "net/wire/meeting_request.h"  // IWYU pragma: export
#include "net/wire/meeting_status.h"   // IWYU pragma: export
