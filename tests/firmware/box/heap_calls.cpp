// Takes the place of malloc and its kin for the whole program, the C libraries' calls included: what
// tests/allocations.h counts is operator new alone.
#include "tests/firmware/box/heap_calls.h"

#include <cstddef>

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define GIAOBAN_OWN_HEAP 0
#elif defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
#define GIAOBAN_OWN_HEAP 0
#endif
#endif
#ifndef GIAOBAN_OWN_HEAP
#define GIAOBAN_OWN_HEAP 1
#endif

namespace giaoban::tests {

namespace {

constinit thread_local std::uint64_t calls = 0;

}  // namespace

std::uint64_t heap_calls() noexcept { return calls; }

bool heap_calls_are_counted() noexcept { return GIAOBAN_OWN_HEAP == 1; }

}  // namespace giaoban::tests

#if GIAOBAN_OWN_HEAP

extern "C" {
// Of the GNU C library, for this purpose.
void* __libc_malloc(std::size_t size);                     // NOLINT
void* __libc_calloc(std::size_t count, std::size_t size);  // NOLINT
void* __libc_realloc(void* memory, std::size_t size);      // NOLINT

void* malloc(std::size_t size) noexcept {
    ++giaoban::tests::calls;
    return __libc_malloc(size);
}
void* calloc(std::size_t count, std::size_t size) noexcept {
    ++giaoban::tests::calls;
    return __libc_calloc(count, size);
}
void* realloc(void* memory, std::size_t size) noexcept {
    ++giaoban::tests::calls;
    return __libc_realloc(memory, size);
}
}

#endif
