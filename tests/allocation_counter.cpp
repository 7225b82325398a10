#include "tests/allocation_counter.h"

#include <cstddef>
#include <cstdlib>
#include <memory>

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define GIAOBAN_SANITIZED 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
#define GIAOBAN_SANITIZED 1
#endif
#endif

namespace {

// Of the thread itself, so that a second thread's memory is not counted. The initial-exec model takes
// no memory at its first use.
[[gnu::tls_model("initial-exec")]] thread_local std::uint64_t taken = 0;

}  // namespace

#ifdef GIAOBAN_SANITIZED

// The sanitizers have an allocator of their own, which tells.
extern "C" int __sanitizer_install_malloc_and_free_hooks(
    void (*taken_hook)(const volatile void*, std::size_t),
    void (*given_back_hook)(const volatile void*));

namespace {

const int hooks = __sanitizer_install_malloc_and_free_hooks(
    [](const volatile void*, std::size_t) { ++taken; }, [](const volatile void*) {});

}  // namespace

#else

// glibc lets a program have a malloc of its own, and gives its own by these names. The operators new of
// libstdc++ come here too.
extern "C" {
void* __libc_malloc(std::size_t size);
void* __libc_calloc(std::size_t count, std::size_t size);
void* __libc_realloc(void* old, std::size_t size);
void* __libc_memalign(std::size_t alignment, std::size_t size);

void* malloc(std::size_t size) {
    ++taken;
    return __libc_malloc(size);
}
void* calloc(std::size_t count, std::size_t size) {
    ++taken;
    return __libc_calloc(count, size);
}
void* realloc(void* old, std::size_t size) {
    ++taken;
    return __libc_realloc(old, size);
}
void* aligned_alloc(std::size_t alignment, std::size_t size) {
    ++taken;
    return __libc_memalign(alignment, size);
}
void* memalign(std::size_t alignment, std::size_t size) {
    ++taken;
    return __libc_memalign(alignment, size);
}
int posix_memalign(void** out, std::size_t alignment, std::size_t size) {
    ++taken;
    *out = __libc_memalign(alignment, size);
    return *out == nullptr ? 12 : 0;  // ENOMEM
}
}

#endif

namespace giaoban::test {

AllocationCounter::AllocationCounter() noexcept : before_(taken) {}

std::uint64_t AllocationCounter::count() const noexcept { return taken - before_; }

bool AllocationCounter::works() {
    const AllocationCounter counter;
    // Through pointers that the optimizer does not see through, or it leaves both out.
    void* (*volatile take)(std::size_t) = &std::malloc;
    void (*volatile give_back)(void*) = &std::free;
    give_back(take(1));
    const std::unique_ptr<int>* volatile kept = new std::unique_ptr<int>(new int(1));
    delete kept;
    return counter.count() == 3;
}

}  // namespace giaoban::test
