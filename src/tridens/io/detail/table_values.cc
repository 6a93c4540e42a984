#include "tridens/io/detail/table_values.hh"

#include <fmt/format.h>

#include <bit>
#include <cstring>
#include <fstream>
#include <sstream>

#include "tridens/base/error.hh"
#include "tridens/io/output_file.hh"
#include "tridens/io/sha256.hh"

namespace tridens::io::detail {

static_assert(std::endian::native == std::endian::little, "tables are stored as little-endian numbers");

template <class Number>
void write_table_values(const std::string& path, const std::string& header, const std::vector<Number>& values) {
  std::string bytes(values.size() * sizeof(Number), '\0');
  std::memcpy(bytes.data(), values.data(), bytes.size());
  OutputOptions options;
  options.overwrite = true;
  OutputFile file(path, options);
  file.write(header);
  file.write(fmt::format("count: {}\nsha256: {}\n\n", values.size(), sha256(bytes)));
  file.write(bytes);
  file.commit();
}

template <class Number>
std::vector<Number> read_table_values(const std::string& path, const std::string& header) {
  std::ifstream stream(path, std::ios::binary);
  if (!stream) return {};
  std::ostringstream content;
  content << stream.rdbuf();
  const std::string text = std::move(content).str();
  if (!text.starts_with(header)) return {};
  const size_t end = text.find("\n\n", header.size());
  const std::string counts = text.substr(header.size(), end == std::string::npos ? 0 : end - header.size());
  const std::string bytes = end == std::string::npos ? "" : text.substr(end + 2);
  if (bytes.empty() || counts != fmt::format("count: {}\nsha256: {}", bytes.size() / sizeof(Number), sha256(bytes))) {
    throw Failure("table " + path + " is damaged", "its checksum does not agree",
                  "build it again with 'tridens tables --build --force', or remove it");
  }
  std::vector<Number> values(bytes.size() / sizeof(Number));
  std::memcpy(values.data(), bytes.data(), bytes.size());
  return values;
}

template void write_table_values(const std::string&, const std::string&, const std::vector<double>&);
template void write_table_values(const std::string&, const std::string&, const std::vector<float>&);
template std::vector<double> read_table_values(const std::string&, const std::string&);
template std::vector<float> read_table_values(const std::string&, const std::string&);

}  // namespace tridens::io::detail
