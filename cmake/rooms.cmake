# A room is a static library whose include path holds only the rooms it may look into.
add_library(tridens_warnings INTERFACE)
target_compile_options(tridens_warnings INTERFACE -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wno-sign-conversion
                                                  -Werror)
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU" AND CMAKE_CXX_COMPILER_VERSION VERSION_LESS 13)
  target_compile_options(tridens_warnings INTERFACE -Wno-restrict)  # false for std::string (GCC bug 105651)
endif()

function(tridens_room room)
  cmake_parse_arguments(ROOM "" "" "SEES" ${ARGN})
  # A private include root per room, so that "tridens/<room>/x.hh" is found only by those who were given that root.
  set(root ${CMAKE_BINARY_DIR}/include/${room})
  file(MAKE_DIRECTORY ${root}/tridens)
  file(CREATE_LINK ${CMAKE_SOURCE_DIR}/src/tridens/${room} ${root}/tridens/${room} SYMBOLIC)
  file(GLOB_RECURSE sources CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/src/tridens/${room}/*.cc)
  if(NOT sources)  # a room that holds headers only, or nothing yet
    set(sources ${CMAKE_BINARY_DIR}/empty/${room}.cc)
    file(WRITE ${sources} "")
  endif()
  add_library(tridens_${room} STATIC ${sources})
  target_include_directories(tridens_${room} PUBLIC ${root})
  target_link_libraries(tridens_${room} PRIVATE tridens_warnings fmt::fmt Threads::Threads)
  foreach(seen ${ROOM_SEES})
    target_link_libraries(tridens_${room} PUBLIC tridens_${seen})
  endforeach()
endfunction()

# Embeds every table (*.csv) of the given data folders into a room: its sources see
#   namespace tridens { std::string_view embedded_table(std::string_view path); }   declared in base/embedded.hh
function(tridens_embed room)
  set(tables)
  foreach(folder ${ARGN})
    file(GLOB found CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/${folder}/*.csv)
    list(APPEND tables ${found})
  endforeach()
  set(output ${CMAKE_BINARY_DIR}/embedded/${room}.cc)
  add_custom_command(
    OUTPUT ${output}
    COMMAND ${CMAKE_COMMAND} -DOUTPUT=${output} -DROOT=${CMAKE_SOURCE_DIR} "-DTABLES=${tables}" -P
            ${CMAKE_SOURCE_DIR}/cmake/embed.cmake
    DEPENDS ${tables} ${CMAKE_SOURCE_DIR}/cmake/embed.cmake
    VERBATIM)
  target_sources(tridens_${room} PRIVATE ${output})
endfunction()
