#include "tridens/io/photon_table_file.hh"

#include "tridens/io/detail/table_values.hh"
#include "tridens/io/sha256.hh"

namespace tridens::io {
namespace {

std::string header_of(const process::PhotonTableRequest& request) {
  return "Tridens photon table, format 1\n" + request.definition;
}

}  // namespace

std::string photon_table_name(const process::PhotonTableRequest& request) {
  constexpr size_t digits = 10;
  return request.name + "-" + sha256(request.definition).substr(0, digits) + ".table";
}

void write_photon_table(const std::string& path, const process::PhotonTableRequest& request,
                        const process::PhotonTable& table) {
  detail::write_table_values(path, header_of(request), table.values());
}

std::shared_ptr<const process::PhotonTable> read_photon_table(const std::string& path,
                                                              const process::PhotonTableRequest& request) {
  std::vector<double> values = detail::read_table_values<double>(path, header_of(request));
  if (values.empty()) return nullptr;
  return std::make_shared<const process::PhotonTable>(request.frame, std::move(values));
}

}  // namespace tridens::io
