#pragma once
#include <string>

#include "tridens/process/registry.hh"
#include "tridens/process/upscatter_elastic.hh"

// Settings of elastic upscattering, read and checked.
namespace tridens::process::detail {

struct UpscatterOptions {
  std::string portal;  // "vector", "scalar", "dipole", "mixing", or a benchmark
  UpscatterExchange exchange;
  double mass = 0.0;  // of N, GeV
  bool majorana = false;
  bool conserving = true, flipping = true;              // helicities that are counted
  bool coherent = true, proton = true, neutron = true;  // components
  std::string form_factor, nucleon_form_factor;
  double fermi_momentum = 0.0;   // GeV
  bool recoil_variable = false;  // differential in the recoil energy instead of Q^2
  std::string couplings;         // in words
};

/// UserError that names the condition: settings of another portal, missing ones, couplings of zero, masses and mixings
/// out of range.
UpscatterOptions read_upscatter_options(const ProcessRequest& request);

}  // namespace tridens::process::detail
