# A room is a static library whose include path holds only the rooms it may look into.
add_library(tridens_warnings INTERFACE)
target_compile_options(tridens_warnings INTERFACE -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wno-sign-conversion
                                                  $<$<CXX_COMPILER_ID:GNU>:-Wno-restrict>)  # false alarms of gcc 12 on std::string
if(TRIDENS_WARNINGS_AS_ERRORS)
  target_compile_options(tridens_warnings INTERFACE -Werror)
endif()

function(tridens_room room)
  cmake_parse_arguments(ROOM "" "" "SEES" ${ARGN})
  # A private include root per room, so that "tridens/<room>/x.hh" is found only by those who were given that root.
  set(root ${CMAKE_CURRENT_BINARY_DIR}/include/${room})
  file(MAKE_DIRECTORY ${root}/tridens)
  file(CREATE_LINK ${CMAKE_CURRENT_SOURCE_DIR}/src/tridens/${room} ${root}/tridens/${room} SYMBOLIC)
  file(GLOB_RECURSE sources CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/src/tridens/${room}/*.cc)
  if(NOT sources)  # a room that holds headers only
    set(sources ${CMAKE_CURRENT_BINARY_DIR}/empty/${room}.cc)
    if(NOT EXISTS ${sources})
      file(WRITE ${sources} "")
    endif()
  endif()
  add_library(tridens_${room} STATIC ${sources})
  add_library(tridens::${room} ALIAS tridens_${room})
  set_target_properties(tridens_${room} PROPERTIES EXPORT_NAME ${room})
  target_compile_features(tridens_${room} PUBLIC cxx_std_20)
  target_include_directories(tridens_${room} PUBLIC $<BUILD_INTERFACE:${root}> $<INSTALL_INTERFACE:include>)
  target_link_libraries(tridens_${room} PRIVATE $<BUILD_INTERFACE:tridens_warnings> fmt::fmt Threads::Threads)
  foreach(seen ${ROOM_SEES})
    if(NOT TARGET tridens_${seen})  # CMake would take the unknown name for a system library
      message(FATAL_ERROR "room '${room}' sees '${seen}', which is not built below it")
    endif()
    target_link_libraries(tridens_${room} PUBLIC tridens_${seen})
  endforeach()
  set_property(GLOBAL APPEND PROPERTY TRIDENS_ROOMS ${room})
endfunction()

# Embeds every table (*.csv) of the given data folders into the ground floor: std::string_view embedded_table(path), base/embedded.hh.
function(tridens_embed)
  set(tables)
  foreach(folder ${ARGN})
    file(GLOB found CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/${folder}/*.csv)
    list(APPEND tables ${found})
  endforeach()
  set(output ${CMAKE_CURRENT_BINARY_DIR}/embedded/tables.cc)
  # A large table is one long literal; every compiler that is supported takes it.
  set_source_files_properties(${output} PROPERTIES COMPILE_OPTIONS "-Wno-overlength-strings")
  add_custom_command(
    OUTPUT ${output}
    COMMAND ${CMAKE_COMMAND} -DOUTPUT=${output} -DROOT=${CMAKE_CURRENT_SOURCE_DIR} "-DTABLES=${tables}" -P
            ${CMAKE_CURRENT_SOURCE_DIR}/cmake/embed.cmake
    DEPENDS ${tables} ${CMAKE_CURRENT_SOURCE_DIR}/cmake/embed.cmake
    VERBATIM)
  target_sources(tridens_base PRIVATE ${output})
endfunction()
