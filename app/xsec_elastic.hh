#pragma once
#include <optional>
#include <string>
#include <vector>

#include "tridens/io/run_card.hh"

namespace CLI {
class App;
}

// The part of the verb `xsec` that is about elastic scattering, and what it shares with the rest.
namespace tridens::app {

/// Options of every process.
struct XsecCommon {
  std::string energy, flux, model = "sm", time, mass;
  std::vector<std::string> settings;
  double pot = 0.0, bursts = 0.0;
  bool json = false;
};

/// UserError unless exactly one of energy and flux is given.
void check_beam(const XsecCommon& common);
/// The exposure when one is given. UserError when it is incomplete.
std::optional<io::ExposureCard> exposure_from_options(const XsecCommon& common);

struct ElasticOptions {
  std::string recoil, energy_theta2, recoil_min, recoil_max, couplings, neutron_form_factor;
  std::string kinematics = "exact", axial = "auto", binding = "free";
};

/// The option group "elastic".
void add_elastic_options(CLI::App& verb, ElasticOptions& options);
/// Computes and prints.
void run_elastic(const io::ProcessCard& process, const XsecCommon& common, const ElasticOptions& options);

}  // namespace tridens::app
