#pragma once

#include "config/vocab/samples.h"

namespace giaoban::audio {

/// The word belongs to everybody (config/vocab/samples.h); here it has the name that sound calls it by.
using giaoban::SampleRate;

}  // namespace giaoban::audio
