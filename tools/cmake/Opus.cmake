# giaoban::opus, and GIAOBAN_HAVE_DRED: whether that Opus can do deep redundancy.
#
# `built` is what tools/opus/build left in the cache outside the tree; `system` is Debian's; `auto` takes the built one
# if it is there and the system's otherwise. audio/codec alone passes GIAOBAN_HAVE_DRED on to its sources.
set(GIAOBAN_OPUS auto CACHE STRING "Which Opus: auto, system or built")
set_property(CACHE GIAOBAN_OPUS PROPERTY STRINGS auto system built)

if(CMAKE_SYSTEM_PROCESSOR MATCHES "x86_64|AMD64")
    set(giaoban_arch amd64)
elseif(CMAKE_SYSTEM_PROCESSOR MATCHES "aarch64|arm64")
    set(giaoban_arch arm64)
else()
    set(giaoban_arch ${CMAKE_SYSTEM_PROCESSOR})
endif()
if(DEFINED ENV{XDG_CACHE_HOME} AND NOT "$ENV{XDG_CACHE_HOME}" STREQUAL "")
    set(giaoban_cache $ENV{XDG_CACHE_HOME}/giaoban)
else()
    set(giaoban_cache $ENV{HOME}/.cache/giaoban)
endif()

set(giaoban_opus_dir "")
if(GIAOBAN_OPUS MATCHES "^(auto|built)$")
    # The file `complete` is written last, so a folder that has it is whole.
    file(GLOB giaoban_opus_found ${giaoban_cache}/opus-*-${giaoban_arch}/complete)
    list(SORT giaoban_opus_found COMPARE NATURAL ORDER DESCENDING)
    if(giaoban_opus_found)
        list(GET giaoban_opus_found 0 giaoban_opus_dir)
        cmake_path(GET giaoban_opus_dir PARENT_PATH giaoban_opus_dir)
    endif()
elseif(NOT GIAOBAN_OPUS STREQUAL "system")
    message(FATAL_ERROR "GIAOBAN_OPUS is `${GIAOBAN_OPUS}`: auto, system or built is expected.")
endif()
if(GIAOBAN_OPUS STREQUAL "built" AND NOT giaoban_opus_dir)
    message(FATAL_ERROR "No built Opus in ${giaoban_cache}: run tools/opus/build, or configure with -DGIAOBAN_OPUS=system.")
endif()

add_library(giaoban_opus INTERFACE)
add_library(giaoban::opus ALIAS giaoban_opus)
if(giaoban_opus_dir)
    add_library(giaoban_opus_archive STATIC IMPORTED GLOBAL)
    set_target_properties(giaoban_opus_archive PROPERTIES
        IMPORTED_LOCATION ${giaoban_opus_dir}/lib/libopus.a
        INTERFACE_INCLUDE_DIRECTORIES "${giaoban_opus_dir}/include/opus;${giaoban_opus_dir}/include"
        INTERFACE_SYSTEM_INCLUDE_DIRECTORIES "${giaoban_opus_dir}/include/opus;${giaoban_opus_dir}/include"
        INTERFACE_LINK_LIBRARIES m)
    target_link_libraries(giaoban_opus INTERFACE giaoban_opus_archive)
    # tools/opus/build proved it before it wrote `complete`.
    set(GIAOBAN_HAVE_DRED ON)
    message(STATUS "Opus: ${giaoban_opus_dir}, with DRED")
else()
    giaoban_pkg(opus_system opus>=1.3)
    target_link_libraries(giaoban_opus INTERFACE giaoban::opus_system)
    # Since 1.5 the functions are always there: without DRED they answer OPUS_UNIMPLEMENTED, so that the check must run.
    set(GIAOBAN_HAVE_DRED OFF)
    if(NOT CMAKE_CROSSCOMPILING)
        include(CheckCXXSourceRuns)
        set(CMAKE_REQUIRED_LIBRARIES giaoban_opus)
        set(CMAKE_REQUIRED_QUIET ON)
        check_cxx_source_runs("
            #include <opus.h>
            int main() {
                int error = OPUS_OK;
                OpusDREDDecoder* decoder = opus_dred_decoder_create(&error);
                opus_dred_decoder_destroy(decoder);
                return error == OPUS_OK && decoder != nullptr ? 0 : 1;
            }" GIAOBAN_SYSTEM_OPUS_DRED)
        unset(CMAKE_REQUIRED_LIBRARIES)
        if(GIAOBAN_SYSTEM_OPUS_DRED)
            set(GIAOBAN_HAVE_DRED ON)
        endif()
    endif()
    message(STATUS "Opus: the system's ${GIAOBAN_PKG_opus_system_VERSION}, DRED ${GIAOBAN_HAVE_DRED}")
endif()
