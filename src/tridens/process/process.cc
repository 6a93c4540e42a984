#include "tridens/process/process.hh"

#include "tridens/base/error.hh"

namespace tridens::process {

double Process::differential(size_t, double, const std::vector<double>&) const {
  throw Failure("a differential cross section was asked for", "this process has no variables for one", "");
}

}  // namespace tridens::process
