# giaoban::warnings: what every source of ours is compiled with, and nothing of anybody else's.
add_library(giaoban_warnings INTERFACE)
add_library(giaoban::warnings ALIAS giaoban_warnings)
target_compile_options(giaoban_warnings INTERFACE
    -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wsign-conversion -Wnon-virtual-dtor -Wold-style-cast
    -Woverloaded-virtual -Wcast-align -Wformat=2 -Wimplicit-fallthrough -Wunused -Wvla -Werror)
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
    target_compile_options(giaoban_warnings INTERFACE -Wduplicated-cond -Wlogical-op)
    # g++ 12 and 14 warn of paths inside the standard library that cannot be taken (GCC bugs 105329, 107852), and
    # -Wnull-dereference of little else.
    target_compile_options(giaoban_warnings INTERFACE
        -Wno-error=restrict -Wno-error=array-bounds -Wno-error=stringop-overflow
        -Wno-error=stringop-overread -Wno-error=maybe-uninitialized)
endif()
if(GIAOBAN_SANITIZE)
    # Instrumented code confuses the flow analysis behind these.
    target_compile_options(giaoban_warnings INTERFACE -Wno-maybe-uninitialized)
    if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU" AND GIAOBAN_SANITIZE MATCHES "thread")
        # Asio's fences, which ThreadSanitizer does not see.
        target_compile_options(giaoban_warnings INTERFACE -Wno-tsan)
    endif()
    if(CMAKE_CXX_COMPILER_ID MATCHES "Clang")
        target_compile_options(giaoban_warnings INTERFACE -Wno-unknown-warning-option)
    endif()
endif()
