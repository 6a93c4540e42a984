# Sanitizers and fuzzing concern every room alike: their flags are set before the first target.
if(TRIDENS_SANITIZE)
  add_compile_options(-fsanitize=${TRIDENS_SANITIZE} -fno-sanitize-recover=all)
  add_link_options(-fsanitize=${TRIDENS_SANITIZE})
endif()

if(TRIDENS_FUZZ)
  if(NOT CMAKE_CXX_COMPILER_ID MATCHES Clang)
    message(FATAL_ERROR "TRIDENS_FUZZ needs clang (libFuzzer is part of it): configure with the preset asan")
  endif()
  # The rooms are instrumented for the fuzzer but keep their programs' own main.
  add_compile_options(-fsanitize=fuzzer-no-link)
endif()
