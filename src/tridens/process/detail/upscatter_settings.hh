#pragma once
#include <optional>
#include <string>

#include "tridens/model/dark_sector.hh"
#include "tridens/process/detail/decay_choice.hh"
#include "tridens/process/registry.hh"
#include "tridens/process/upscatter_elastic.hh"

// Settings of elastic upscattering, read and checked.
namespace tridens::process::detail {

struct UpscatterOptions {
  std::string portal;  // "vector", "scalar", "dipole", "mixing", or some joined by '+'
  UpscatterExchange exchange;
  double mass = 0.0;  // of N, GeV
  size_t state = 0;   // which heavy neutrino of the sector: 0 for N or N4
  bool majorana = false;
  bool conserving = true, flipping = true;              // helicities that are counted
  bool coherent = true, proton = true, neutron = true;  // components
  std::string form_factor, nucleon_form_factor;
  double fermi_momentum = 0.0;              // GeV
  bool recoil_variable = false;             // differential in the recoil energy instead of Q^2
  std::string couplings;                    // in words
  std::string decay;                        // decay_choice_words()
  std::optional<model::DarkSector> sector;  // that decays are made of; absent with decay=none and explicit couplings
  ChosenDecays decays;                      // empty with decay=none
};

/// UserError that names the condition: settings of another portal, missing ones, couplings of zero, masses and mixings
/// out of range.
UpscatterOptions read_upscatter_options(const ProcessRequest& request);

}  // namespace tridens::process::detail
