# Arguments: BUILD (the build to install), PROJECT (the user's project), WORK (scratch folder), GENERATOR, COMPILER.
cmake_minimum_required(VERSION 3.25)
file(REMOVE_RECURSE ${WORK}/prefix ${WORK}/project)

function(run)
  execute_process(COMMAND ${ARGN} RESULT_VARIABLE failed OUTPUT_VARIABLE output ERROR_VARIABLE output)
  if(failed)
    message(FATAL_ERROR "failed: ${ARGN}\n${output}")
  endif()
  message("${output}")
endfunction()

run(${CMAKE_COMMAND} --install ${BUILD} --prefix ${WORK}/prefix)
run(${CMAKE_COMMAND} -S ${PROJECT} -B ${WORK}/project -G ${GENERATOR} -DCMAKE_CXX_COMPILER=${COMPILER}
    -DCMAKE_PREFIX_PATH=${WORK}/prefix)
run(${CMAKE_COMMAND} --build ${WORK}/project)
run(${WORK}/project/downstream)

foreach(expected include/tridens/base/units.hh share/tridens/data/template/trident.toml
                 share/bash-completion/completions/tridens share/zsh/site-functions/_tridens
                 share/fish/vendor_completions.d/tridens.fish)
  if(NOT EXISTS ${WORK}/prefix/${expected})
    message(FATAL_ERROR "not installed: ${expected}")
  endif()
endforeach()
file(GLOB_RECURSE private ${WORK}/prefix/include/*/detail/*)
if(private)
  message(FATAL_ERROR "private headers were installed: ${private}")
endif()
