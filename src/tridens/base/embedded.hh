#pragma once
#include <string_view>

namespace tridens {

/// Text of a table of data/ that is compiled into the library, by its path ("data/nuclide/isotopes.csv").
/// Failure when there is none. Defined by the build (cmake/embed.cmake).
std::string_view embedded_table(std::string_view path);

}  // namespace tridens
