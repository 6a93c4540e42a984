#include "tridens/run/requests.hh"

namespace tridens::run {

CheckResult check(const std::string& path) {
  CheckResult result;
  result.card = io::read_run_card(path);
  result.text = io::resolved_text(result.card);
  return result;
}

}  // namespace tridens::run
