#include "tridens/process/form_factor_tables.hh"

#include "tridens/process/detail/function_table.hh"

namespace tridens::process {
namespace {

/// Form factors of nuclei are tabulated up to here, GeV^2, and evaluated directly beyond.
constexpr double table_Q2 = 1.0;

}  // namespace

std::shared_ptr<const detail::FunctionTable> FormFactorTables::of(
    const std::shared_ptr<const matter::NuclearFormFactor>& form_factor) {
  const double radius = form_factor->rms_radius();
  if (radius == 0.0) return nullptr;
  const Key key{form_factor->name(), radius, form_factor->value(0.01), form_factor->value(0.1)};
  const std::scoped_lock lock(mutex_);
  std::shared_ptr<const detail::FunctionTable>& known = tables_[key];
  if (known == nullptr) {
    known = std::make_shared<const detail::FunctionTable>([form_factor](double Q2) { return form_factor->value(Q2); },
                                                          table_Q2, 1.0 / (radius * radius));
  }
  return known;
}

}  // namespace tridens::process
