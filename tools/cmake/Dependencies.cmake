# Every library is found here, once, and is a target giaoban::NAME whose headers are system headers.
# Which folder may use which of them is a table in tests/architecture.
find_package(PkgConfig REQUIRED)

# giaoban_pkg(NAME MODULE...): giaoban::NAME from pkg-config; with OPTIONAL it may be absent.
function(giaoban_pkg name)
    cmake_parse_arguments(arg "OPTIONAL" "" "" ${ARGN})
    set(required REQUIRED)
    if(arg_OPTIONAL)
        set(required QUIET)
    endif()
    pkg_check_modules(GIAOBAN_PKG_${name} ${required} IMPORTED_TARGET GLOBAL ${arg_UNPARSED_ARGUMENTS})
    if(TARGET PkgConfig::GIAOBAN_PKG_${name})
        add_library(giaoban::${name} ALIAS PkgConfig::GIAOBAN_PKG_${name})
    endif()
endfunction()

giaoban_pkg(srtp2 libsrtp2>=2.4)
giaoban_pkg(sodium libsodium>=1.0.18)
giaoban_pkg(alsa alsa)
giaoban_pkg(evdev libevdev)
giaoban_pkg(protobuf protobuf-lite)
giaoban_pkg(speexdsp speexdsp)
giaoban_pkg(ogg ogg>=1.3)
giaoban_pkg(sqlite sqlite3>=3.37)
giaoban_pkg(pangocairo pangocairo cairo-pdf)
giaoban_pkg(openssl openssl>=3.0)
giaoban_pkg(qrencode libqrencode>=4.0)
giaoban_pkg(webrtc_apm OPTIONAL webrtc-audio-processing-1>=1.0)
find_program(GIAOBAN_PROTOC protoc REQUIRED)

set(THREADS_PREFER_PTHREAD_FLAG ON)
find_package(Threads REQUIRED)
add_library(giaoban_threads INTERFACE)
add_library(giaoban::threads ALIAS giaoban_threads)
target_link_libraries(giaoban_threads INTERFACE Threads::Threads)

# Boost: headers alone. 1.81 is the oldest with the Asio interfaces that are used.
find_path(GIAOBAN_BOOST_INCLUDE boost/asio.hpp REQUIRED)
file(STRINGS ${GIAOBAN_BOOST_INCLUDE}/boost/version.hpp boost_version REGEX "^#define BOOST_VERSION ")
string(REGEX MATCH "[0-9]+" boost_version "${boost_version}")
if(boost_version LESS 108100)
    message(FATAL_ERROR "Boost 1.81 or newer is needed, ${GIAOBAN_BOOST_INCLUDE} has ${boost_version}: "
        "on Debian 12 install libboost1.81-dev in place of libboost-dev (tools/install does).")
endif()
add_library(giaoban_asio INTERFACE)
add_library(giaoban::asio ALIAS giaoban_asio)
target_include_directories(giaoban_asio SYSTEM INTERFACE ${GIAOBAN_BOOST_INCLUDE})
target_compile_definitions(giaoban_asio INTERFACE BOOST_ASIO_NO_DEPRECATED)
target_link_libraries(giaoban_asio INTERFACE giaoban::threads)

# These come as CMake packages whose targets are imported, so that their headers are system headers.
find_package(tomlplusplus CONFIG REQUIRED)
find_package(CLI11 CONFIG REQUIRED)
find_package(spdlog CONFIG REQUIRED)
find_package(Catch2 CONFIG REQUIRED)
function(giaoban_package name)
    add_library(giaoban_${name} INTERFACE)
    add_library(giaoban::${name} ALIAS giaoban_${name})
    target_link_libraries(giaoban_${name} INTERFACE ${ARGN})
endfunction()
giaoban_package(tomlplusplus tomlplusplus::tomlplusplus)
giaoban_package(cli11 CLI11::CLI11)
# Headers alone: the libraries of spdlog and fmt have another name in each release of Debian, and a package that was
# built on 12 would not install on 13.
get_target_property(giaoban_spdlog_include spdlog::spdlog_header_only INTERFACE_INCLUDE_DIRECTORIES)
add_library(giaoban_spdlog INTERFACE)
add_library(giaoban::spdlog ALIAS giaoban_spdlog)
target_include_directories(giaoban_spdlog SYSTEM INTERFACE ${giaoban_spdlog_include})
target_compile_definitions(giaoban_spdlog INTERFACE SPDLOG_FMT_EXTERNAL)
target_link_libraries(giaoban_spdlog INTERFACE fmt::fmt-header-only giaoban::threads)
giaoban_package(catch2 Catch2::Catch2)

include(Opus)
