# What is installed where, and the Debian packages: giaoban-box, giaoban-mixer, giaoban-tools. tools/package makes them.
#
# A folder whose program belongs to a package says so itself: giaoban_install(box giaoban-settings).
if(CMAKE_INSTALL_PREFIX_INITIALIZED_TO_DEFAULT)
    set_property(CACHE CMAKE_INSTALL_PREFIX PROPERTY VALUE /usr) # as packages have it
endif()
include(GNUInstallDirs)

# These come from tools/package; without it what is made is of no commit, and still complete.
set(GIAOBAN_COMMIT "unknown" CACHE STRING "The commit that is packaged")
set(GIAOBAN_MAINTAINER "Giao Ban maintainers <maintainers@giaoban.example>" CACHE STRING "Of the Debian packages")
string(TIMESTAMP giaoban_commit_date "%a, %d %b %Y %H:%M:%S +0000" UTC) # of SOURCE_DATE_EPOCH, if it is set

set(giaoban_packaging ${PROJECT_SOURCE_DIR}/packaging)
set(giaoban_packed ${PROJECT_BINARY_DIR}/packaging)
add_custom_target(giaoban-papers ALL)

# giaoban_gzip(giaoban-box man.8 giaoban-box.8): OUT.gz, the same bytes each time.
function(giaoban_gzip name in out)
    add_custom_command(OUTPUT ${out}.gz
        COMMAND gzip --no-name --best --stdout ${in} > ${out}.gz
        DEPENDS ${in} VERBATIM)
    add_custom_target(giaoban-papers-${name} DEPENDS ${out}.gz)
    add_dependencies(giaoban-papers giaoban-papers-${name})
endfunction()

# giaoban_install(box giaoban-box …): these programs belong to giaoban-box.
function(giaoban_install component)
    install(TARGETS ${ARGN} RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR} COMPONENT ${component})
endfunction()

# giaoban_manuals(box giaoban-box.8 …)
function(giaoban_manuals component)
    foreach(page IN LISTS ARGN)
        string(REGEX MATCH "[0-9]$" section ${page})
        string(TIMESTAMP DATE "%Y-%m-%d" UTC)
        configure_file(${giaoban_packaging}/man/${page} ${giaoban_packed}/man/${page} @ONLY)
        giaoban_gzip(${page} ${giaoban_packed}/man/${page} ${giaoban_packed}/man/${page})
        install(FILES ${giaoban_packed}/man/${page}.gz DESTINATION ${CMAKE_INSTALL_MANDIR}/man${section} COMPONENT ${component})
    endforeach()
endfunction()

# giaoban_papers(box giaoban-box): its copyright and its changelog.
function(giaoban_papers component package)
    set(PACKAGE ${package})
    set(COMMIT ${GIAOBAN_COMMIT})
    set(COMMIT_DATE ${giaoban_commit_date})
    set(MAINTAINER ${GIAOBAN_MAINTAINER})
    set(folder ${giaoban_packed}/${package})
    configure_file(${giaoban_packaging}/copyright.in ${folder}/copyright @ONLY)
    configure_file(${giaoban_packaging}/changelog.in ${folder}/changelog @ONLY)
    giaoban_gzip(${package}-changelog ${folder}/changelog ${folder}/changelog)
    install(FILES ${folder}/copyright ${folder}/changelog.gz DESTINATION share/doc/${package} COMPONENT ${component})
endfunction()

# giaoban_daemon(box giaoban-box): unit, user, state, configuration, and what is done at installation.
function(giaoban_daemon component daemon)
    install(FILES ${giaoban_packaging}/${daemon}.service DESTINATION lib/systemd/system COMPONENT ${component})
    install(FILES ${giaoban_packaging}/${daemon}.sysusers DESTINATION lib/sysusers.d RENAME ${daemon}.conf COMPONENT ${component})
    install(FILES ${giaoban_packaging}/${daemon}.tmpfiles DESTINATION lib/tmpfiles.d RENAME ${daemon}.conf COMPONENT ${component})
    install(FILES ${PROJECT_SOURCE_DIR}/config/examples/${component}.toml DESTINATION /etc/giaoban COMPONENT ${component})
    set(DAEMON ${daemon})
    foreach(script postinst prerm postrm)
        configure_file(${giaoban_packaging}/scripts/${script}.in ${giaoban_packed}/${daemon}/${script} @ONLY
            FILE_PERMISSIONS OWNER_READ OWNER_WRITE OWNER_EXECUTE GROUP_READ GROUP_EXECUTE WORLD_READ WORLD_EXECUTE)
    endforeach()
    file(CONFIGURE OUTPUT ${giaoban_packed}/${daemon}/conffiles CONTENT "/etc/giaoban/${component}.toml\n" @ONLY)
endfunction()

# giaoban_script(mixer tools/image/delta): runs as it is, from where config/our_tool.h looks; in a build too.
function(giaoban_script component script)
    cmake_path(GET script FILENAME name)
    configure_file(${PROJECT_SOURCE_DIR}/${script} ${PROJECT_BINARY_DIR}/lib/giaoban/${name} COPYONLY)
    install(PROGRAMS ${script} DESTINATION lib/giaoban COMPONENT ${component})
endfunction()

giaoban_install(box giaoban-box giaoban-settings)
giaoban_install(mixer giaoban-mixer giaoban-minutes)
giaoban_install(tools giaobanctl giaoban-linksim giaoban-replay)
giaoban_script(mixer tools/image/delta)
giaoban_script(tools tools/image/update-key)
giaoban_manuals(box giaoban-box.8 giaoban-settings.8)
giaoban_manuals(mixer giaoban-mixer.8 giaoban-minutes.1)
giaoban_manuals(tools giaobanctl.1 giaoban-linksim.1 giaoban-replay.1)
giaoban_papers(box giaoban-box)
giaoban_papers(mixer giaoban-mixer)
giaoban_papers(tools giaoban-tools)
giaoban_daemon(box giaoban-box)
giaoban_daemon(mixer giaoban-mixer)
install(FILES ${giaoban_packaging}/giaoban-box.rules DESTINATION lib/udev/rules.d RENAME 60-giaoban-box.rules COMPONENT box)
install(DIRECTORY ${PROJECT_BINARY_DIR}/page/ DESTINATION share/giaoban/page COMPONENT mixer)

# The packages.
set(CPACK_GENERATOR DEB)
set(CPACK_PACKAGE_NAME giaoban)
set(CPACK_PACKAGE_VERSION ${PROJECT_VERSION})
set(CPACK_PACKAGE_CONTACT ${GIAOBAN_MAINTAINER})
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "audio-first meetings over bad links")
set(CPACK_PACKAGE_DIRECTORY ${PROJECT_BINARY_DIR}/packages)
set(CPACK_SET_DESTDIR ON)
set(CPACK_INSTALL_DEFAULT_DIRECTORY_PERMISSIONS
    OWNER_READ OWNER_WRITE OWNER_EXECUTE GROUP_READ GROUP_EXECUTE WORLD_READ WORLD_EXECUTE)
set(CPACK_STRIP_FILES ON)
set(CPACK_COMPONENTS_ALL box mixer tools)
set(CPACK_COMPONENTS_GROUPING IGNORE)
set(CPACK_DEB_COMPONENT_INSTALL ON)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_ARCHITECTURE ${giaoban_arch})
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
set(CPACK_DEBIAN_PACKAGE_CONTROL_STRICT_PERMISSION ON)
set(CPACK_DEBIAN_COMPRESSION_TYPE xz)
set(CPACK_DEBIAN_PACKAGE_PRIORITY optional)

set(CPACK_DEBIAN_BOX_PACKAGE_NAME giaoban-box)
set(CPACK_DEBIAN_BOX_PACKAGE_SECTION sound)
set(CPACK_DEBIAN_BOX_PACKAGE_DEPENDS "systemd | systemd-standalone-sysusers, libasound2-data, udev")
set(CPACK_DEBIAN_BOX_PACKAGE_RECOMMENDS "giaoban-tools")
set(CPACK_COMPONENT_BOX_DESCRIPTION "box of Giao Ban, audio-first meetings over bad links
 The daemon of a commune's box: with a USB speakerphone and a button it joins
 the meeting of the mixing box that its card names.")
set(CPACK_DEBIAN_MIXER_PACKAGE_NAME giaoban-mixer)
set(CPACK_DEBIAN_MIXER_PACKAGE_SECTION sound)
set(CPACK_DEBIAN_MIXER_PACKAGE_DEPENDS "systemd | systemd-standalone-sysusers, fonts-croscore, squashfs-tools, xdelta3, xz-utils")
set(CPACK_DEBIAN_MIXER_PACKAGE_RECOMMENDS "giaoban-tools")
set(CPACK_COMPONENT_MIXER_DESCRIPTION "mixing box of Giao Ban, audio-first meetings over bad links
 The daemon of the centre: mixes the speech of all boxes, runs the floor,
 shows the chair's page, and keeps the minutes and the recordings.")
set(CPACK_DEBIAN_TOOLS_PACKAGE_NAME giaoban-tools)
set(CPACK_DEBIAN_TOOLS_PACKAGE_SECTION sound)
set(CPACK_DEBIAN_TOOLS_PACKAGE_RECOMMENDS "mtools, openssl")
set(CPACK_COMPONENT_TOOLS_DESCRIPTION "tools of Giao Ban, audio-first meetings over bad links
 giaobanctl makes cards, steers a meeting and shows how a box does;
 giaoban-linksim is a bad link; giaoban-replay is the receive path over a file.")
foreach(component box mixer)
    string(TOUPPER ${component} upper)
    set(folder ${giaoban_packed}/giaoban-${component})
    set(CPACK_DEBIAN_${upper}_PACKAGE_CONTROL_EXTRA
        "${folder}/conffiles;${folder}/postinst;${folder}/prerm;${folder}/postrm")
endforeach()
include(CPack)
