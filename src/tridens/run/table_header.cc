#include "tridens/run/table_header.hh"

#include <fmt/format.h>

namespace tridens::run {

std::string table_header(const RateResult& result, const std::string& what, const std::string& content) {
  std::string text;
  const auto line = [&](const std::string& key, const std::string& value) {
    text += fmt::format("# {}: {}\n", key, value);
  };
  line("title", what + " of " + result.experiment + ": " + result.title);
  line("source", "Tridens " + result.provenance.version);
  line("content", content);
  line("exposure", result.exposure);
  for (const auto& [key, value] : result.provenance.choices) line("choice", key + " = " + value);
  for (const auto& [name, checksum] : result.provenance.data_checksums) line("sha256", checksum + " " + name);
  for (const std::string& paper : result.provenance.citations_arxiv) line("cite", "arXiv:" + paper);
  return text;
}

}  // namespace tridens::run
