# `cmake --install`: the program, a library and the headers per room, the data, and the package that finds them again.
include(GNUInstallDirs)
include(CMakePackageConfigHelpers)
set(package_folder ${CMAKE_INSTALL_LIBDIR}/cmake/tridens)

get_property(rooms GLOBAL PROPERTY TRIDENS_ROOMS)
foreach(room ${rooms})
  install(TARGETS tridens_${room} EXPORT tridensTargets ARCHIVE DESTINATION ${CMAKE_INSTALL_LIBDIR})
  install(DIRECTORY src/tridens/${room} DESTINATION include/tridens FILES_MATCHING PATTERN "*.hh" PATTERN detail EXCLUDE)
endforeach()
if(TARGET tridens)
  install(TARGETS tridens RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR})
  # Completion: where the shells look for it, written by the program itself.
  foreach(script bash:share/bash-completion/completions/tridens zsh:share/zsh/site-functions/_tridens
                 fish:share/fish/vendor_completions.d/tridens.fish)
    string(REGEX MATCH "^([^:]+):(.*)/([^/]+)$" matched ${script})
    install(CODE "set(folder \"\$ENV{DESTDIR}\${CMAKE_INSTALL_PREFIX}/${CMAKE_MATCH_2}\")
      file(MAKE_DIRECTORY \"\${folder}\")
      execute_process(COMMAND \"${CMAKE_COMMAND}\" -E env \"TRIDENS_DATA=${CMAKE_SOURCE_DIR}/data\" $<TARGET_FILE:tridens> completion ${CMAKE_MATCH_1} OUTPUT_FILE \"\${folder}/${CMAKE_MATCH_3}\" COMMAND_ERROR_IS_FATAL ANY)")
  endforeach()
endif()
if(EXISTS ${CMAKE_CURRENT_SOURCE_DIR}/data)
  install(DIRECTORY data DESTINATION share/tridens)
endif()
install(DIRECTORY examples DESTINATION share/tridens)  # `reproduce` fits some of them
# Draws `reproduce`, in the style that is shared with the Python package; runs `scan --engine dask`; writes the pages of `report`.
install(DIRECTORY python/tridens_gallery python/tridens_scan python/tridens_report DESTINATION share/tridens
        FILES_MATCHING PATTERN "*.py" PATTERN "*.css" PATTERN "*.js")
install(FILES python/tridens/_names.py python/tridens/_planes.py python/tridens/_style.py DESTINATION share/tridens/tridens)

install(EXPORT tridensTargets NAMESPACE tridens:: DESTINATION ${package_folder})
configure_package_config_file(cmake/tridensConfig.cmake.in ${CMAKE_CURRENT_BINARY_DIR}/tridensConfig.cmake
                              INSTALL_DESTINATION ${package_folder})
write_basic_package_version_file(${CMAKE_CURRENT_BINARY_DIR}/tridensConfigVersion.cmake COMPATIBILITY SameMinorVersion)
install(FILES ${CMAKE_CURRENT_BINARY_DIR}/tridensConfig.cmake ${CMAKE_CURRENT_BINARY_DIR}/tridensConfigVersion.cmake
        DESTINATION ${package_folder})
