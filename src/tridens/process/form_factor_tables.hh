#pragma once
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <tuple>

#include "tridens/matter/nuclear_form_factor.hh"

namespace tridens::process {

namespace detail {
class FunctionTable;
}

/// Tables of nuclear form factors in Q^2, for whoever makes the same process many times: at other couplings the tables
/// would be nine tenths of the work. Owned by the maker and handed on in ProcessRequest. Safe to share between threads.
class FormFactorTables {
 public:
  /// Tabulated at the first call. A point has none: null.
  std::shared_ptr<const detail::FunctionTable> of(const std::shared_ptr<const matter::NuclearFormFactor>& form_factor);

 private:
  // Names round their parameters: the radius and values tell apart what they do not.
  using Key = std::tuple<std::string, double, double, double>;
  std::mutex mutex_;
  std::map<Key, std::shared_ptr<const detail::FunctionTable>> tables_;
};

}  // namespace tridens::process
