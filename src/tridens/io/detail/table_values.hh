#pragma once
#include <string>
#include <vector>

// Tables of numbers that the program computed: a text header that says what they are, their count and checksum, and the
// numbers as little-endian doubles.
namespace tridens::io::detail {

/// Whole or not at all.
void write_table_values(const std::string& path, const std::string& header, const std::vector<double>& values);
/// Empty when there is no file or its header is another one; Failure when it is damaged (checksum).
std::vector<double> read_table_values(const std::string& path, const std::string& header);

}  // namespace tridens::io::detail
