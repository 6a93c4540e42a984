#pragma once
#include <filesystem>
#include <string>
#include <string_view>

// Checksums that tie a result to the data it was made from.
namespace tridens::io {

/// SHA-256 (FIPS 180-4) of some bytes, 64 lower-case hexadecimal digits.
std::string sha256(std::string_view bytes);

/// The same of the content of a file. UserError when it cannot be read.
std::string sha256_of_file(const std::filesystem::path& path);

}  // namespace tridens::io
