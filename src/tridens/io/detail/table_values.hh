#pragma once
#include <string>
#include <vector>

// Tables of numbers that the program computed: a text header that says what they are, their count and checksum, and the
// numbers in little-endian binary.
namespace tridens::io::detail {

/// Whole or not at all. `Number` is double or float.
template <class Number>
void write_table_values(const std::string& path, const std::string& header, const std::vector<Number>& values);
/// Empty when there is no file or its header is another one; Failure when it is damaged (checksum).
template <class Number>
std::vector<Number> read_table_values(const std::string& path, const std::string& header);

}  // namespace tridens::io::detail
