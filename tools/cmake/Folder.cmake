# One target a folder, in four words: giaoban_folder, giaoban_program, giaoban_test, giaoban_fuzz.
# See README.md beside this file for an example of each.

# giaoban_folder(audio_codec SOURCES a.cpp HEADERS a.h PUBLIC libs PRIVATE libs)
#   The library giaoban::audio_codec; header-only when it has no sources.
function(giaoban_folder name)
    cmake_parse_arguments(PARSE_ARGV 1 arg "" "" "SOURCES;HEADERS;PUBLIC;PRIVATE")
    giaoban_all_parsed(giaoban_folder "${arg_UNPARSED_ARGUMENTS}")
    set(target giaoban_${name})
    if(arg_SOURCES)
        add_library(${target} STATIC ${arg_SOURCES})
        target_sources(${target} PUBLIC FILE_SET HEADERS BASE_DIRS ${PROJECT_SOURCE_DIR} FILES ${arg_HEADERS})
        target_link_libraries(${target} PUBLIC ${arg_PUBLIC} PRIVATE ${arg_PRIVATE} giaoban::warnings)
    else()
        add_library(${target} INTERFACE)
        target_sources(${target} INTERFACE FILE_SET HEADERS BASE_DIRS ${PROJECT_SOURCE_DIR} FILES ${arg_HEADERS})
        target_link_libraries(${target} INTERFACE ${arg_PUBLIC} ${arg_PRIVATE})
    endif()
    add_library(giaoban::${name} ALIAS ${target})
endfunction()

# All programs, for those who want to run and not to test.
add_custom_target(giaoban-programs)

# giaoban_program(giaoban-box SOURCES main.cpp LINK giaoban::firmware_box): bin/giaoban-box in the build folder.
function(giaoban_program name)
    cmake_parse_arguments(PARSE_ARGV 1 arg "" "" "SOURCES;LINK")
    giaoban_all_parsed(giaoban_program "${arg_UNPARSED_ARGUMENTS}")
    add_executable(${name} ${arg_SOURCES})
    target_include_directories(${name} PRIVATE ${PROJECT_SOURCE_DIR})
    target_link_libraries(${name} PRIVATE ${arg_LINK} giaoban::warnings)
    # It is made of the line tables as well, which are stripped and know the folder: packages would differ by it.
    target_link_options(${name} PRIVATE LINKER:--build-id=none)
    add_dependencies(giaoban-programs ${name})
endfunction()

# giaoban_test(audio_codec SOURCES a_test.cpp LINK giaoban::audio_codec): tests/test_audio_codec, one ctest test.
function(giaoban_test name)
    cmake_parse_arguments(PARSE_ARGV 1 arg "" "" "SOURCES;LINK")
    giaoban_all_parsed(giaoban_test "${arg_UNPARSED_ARGUMENTS}")
    set(target test_${name})
    add_executable(${target} ${arg_SOURCES})
    target_include_directories(${target} PRIVATE ${PROJECT_SOURCE_DIR})
    target_link_libraries(${target} PRIVATE giaoban::catch_main ${arg_LINK} giaoban::warnings)
    set_target_properties(${target} PROPERTIES RUNTIME_OUTPUT_DIRECTORY ${PROJECT_BINARY_DIR}/tests)
    add_test(NAME ${name} COMMAND ${target} WORKING_DIRECTORY ${PROJECT_SOURCE_DIR})
endfunction()

# giaoban_fuzz(rtp SOURCES rtp_fuzz.cpp LINK giaoban::net_rtp CORPUS corpus/rtp): fuzz/fuzz_rtp.
#   With -DGIAOBAN_FUZZ=ON a libFuzzer program; otherwise it reads each file of the corpus once, as a test.
#   The source defines extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t*, std::size_t).
function(giaoban_fuzz name)
    cmake_parse_arguments(PARSE_ARGV 1 arg "" "CORPUS" "SOURCES;LINK")
    giaoban_all_parsed(giaoban_fuzz "${arg_UNPARSED_ARGUMENTS}")
    if(NOT arg_CORPUS)
        message(FATAL_ERROR "giaoban_fuzz(${name}) needs CORPUS folder")
    endif()
    cmake_path(ABSOLUTE_PATH arg_CORPUS BASE_DIRECTORY ${CMAKE_CURRENT_SOURCE_DIR})
    set(target fuzz_${name})
    add_executable(${target} ${arg_SOURCES})
    target_include_directories(${target} PRIVATE ${PROJECT_SOURCE_DIR})
    target_link_libraries(${target} PRIVATE ${arg_LINK} giaoban::warnings)
    set_target_properties(${target} PROPERTIES RUNTIME_OUTPUT_DIRECTORY ${PROJECT_BINARY_DIR}/fuzz)
    # tools/test finds the corpus of each target here.
    file(WRITE ${PROJECT_BINARY_DIR}/fuzz/${target}.corpus "${arg_CORPUS}\n")
    if(GIAOBAN_FUZZ)
        target_link_options(${target} PRIVATE -fsanitize=fuzzer)
    else()
        target_link_libraries(${target} PRIVATE giaoban::fuzz_replay)
        add_test(NAME ${target} COMMAND ${target} ${arg_CORPUS})
    endif()
endfunction()

# giaoban_proto(net_wire_proto control.proto): giaoban::net_wire_proto from protoc, included as "net/wire/control.pb.h".
function(giaoban_proto name file)
    cmake_path(ABSOLUTE_PATH file BASE_DIRECTORY ${CMAKE_CURRENT_SOURCE_DIR} NORMALIZE)
    cmake_path(RELATIVE_PATH file BASE_DIRECTORY ${PROJECT_SOURCE_DIR} OUTPUT_VARIABLE relative)
    cmake_path(REMOVE_EXTENSION relative LAST_ONLY OUTPUT_VARIABLE stem)
    set(out ${PROJECT_BINARY_DIR}/generated)
    file(MAKE_DIRECTORY ${out})
    add_custom_command(
        OUTPUT ${out}/${stem}.pb.cc ${out}/${stem}.pb.h
        COMMAND ${GIAOBAN_PROTOC} --proto_path=${PROJECT_SOURCE_DIR} --cpp_out=${out} ${file}
        DEPENDS ${file} VERBATIM)
    # Not our source: compiled without our warnings, and a system header to those who use it.
    add_library(giaoban_${name} STATIC ${out}/${stem}.pb.cc ${out}/${stem}.pb.h)
    add_library(giaoban::${name} ALIAS giaoban_${name})
    target_include_directories(giaoban_${name} SYSTEM PUBLIC ${out})
    target_link_libraries(giaoban_${name} PUBLIC giaoban::protobuf)
endfunction()

function(giaoban_all_parsed function rest)
    if(rest)
        message(FATAL_ERROR "${function}: what is `${rest}`?")
    endif()
endfunction()
