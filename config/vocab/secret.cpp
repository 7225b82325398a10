#include "config/vocab/secret.h"

#include <cstring>

namespace giaoban {

void wipe(MutableBytes bytes) noexcept {
    if (bytes.empty()) return;
    // glibc 2.25 and later: a memset that may not be optimised away.
    ::explicit_bzero(bytes.data(), bytes.size());
}

bool equal_in_constant_time(Bytes a, Bytes b) noexcept {
    if (a.size() != b.size()) return false;
    // Volatile, so that no compiler leaves the loop at the first difference.
    volatile unsigned difference = 0;
    for (std::size_t i = 0; i < a.size(); ++i) {
        difference = difference | std::to_integer<unsigned>(a[i] ^ b[i]);
    }
    return difference == 0;
}

}  // namespace giaoban
