# The interpolation tables: `tridens tables` computes them into share/tridens next to the program (half a minute on one core).
# A build that only needs the program, or uses the tables of another build (the sanitizers do), leaves them out.
if(TRIDENS_BUILD_TABLES AND EXISTS ${CMAKE_CURRENT_SOURCE_DIR}/src/tridens/run/tables.cc)
  include(ProcessorCount)
  ProcessorCount(processors)
  if(processors EQUAL 0)  # not known
    set(processors 1)
  endif()
  set(tables_folder ${CMAKE_CURRENT_BINARY_DIR}/share/tridens)
  add_custom_command(
    OUTPUT ${tables_folder}/tables.stamp
    COMMAND ${CMAKE_COMMAND} -E make_directory ${tables_folder}
    # The program of a wheel does not know the folder of its source.
    COMMAND ${CMAKE_COMMAND} -E env TRIDENS_DATA=${CMAKE_CURRENT_SOURCE_DIR}/data $<TARGET_FILE:tridens> tables
            --out ${tables_folder} --threads ${processors}
    COMMAND ${CMAKE_COMMAND} -E touch ${tables_folder}/tables.stamp
    DEPENDS tridens
    COMMENT "computing the interpolation tables"
    VERBATIM)
  add_custom_target(tridens_tables ALL DEPENDS ${tables_folder}/tables.stamp)
  add_dependencies(tridens_all tridens_tables)
  install(DIRECTORY ${tables_folder}/ DESTINATION share/tridens PATTERN "*.stamp" EXCLUDE)
endif()
