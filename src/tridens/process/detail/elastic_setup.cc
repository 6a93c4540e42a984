#include "tridens/process/detail/elastic_setup.hh"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <complex>
#include <limits>

#include "tridens/base/error.hh"

namespace tridens::process::detail {

void require_setup(const std::vector<model::ElasticChannel>& channels, double lowest_recoil, double highest_recoil) {
  if (channels.empty()) {
    throw UserError("elastic scattering without any interaction", "there is no outgoing state",
                    "give the channels of a model (model::elastic_channels)");
  }
  if (!(lowest_recoil >= 0.0) || !std::isfinite(lowest_recoil)) {
    throw UserError(fmt::format("a lowest recoil energy of {} GeV", lowest_recoil), "it must be zero or positive");
  }
  if (!(highest_recoil >= 0.0) || upper_limit(highest_recoil) <= lowest_recoil) {
    throw UserError(fmt::format("a highest recoil energy of {} GeV", highest_recoil),
                    fmt::format("it must be above the lowest, {} GeV", lowest_recoil), "give 0 for no limit");
  }
}

double upper_limit(double highest_recoil) {
  return highest_recoil == 0.0 ? std::numeric_limits<double>::infinity() : highest_recoil;
}

void require_same_states(const std::vector<model::ElasticChannel>& channels,
                         const std::vector<model::ElasticChannel>& others) {
  const bool same = std::equal(channels.begin(), channels.end(), others.begin(), others.end(),
                               [](const model::ElasticChannel& one, const model::ElasticChannel& other) {
                                 return one.outgoing == other.outgoing;
                               });
  if (same) return;
  throw UserError("couplings with other outgoing states", "the process was set up for a fixed list of them",
                  "make a new process, or give the same states in the same order");
}

std::string component_name(const std::string& name, const model::OutgoingState& outgoing, Neutrino incoming) {
  const bool standard = outgoing.pdg == incoming.pdg() && !outgoing.flipped && outgoing.mass == 0.0;
  return standard ? name : name + " -> " + outgoing.label;
}

void require_recoils(const double* recoil, size_t count, bool pole) {
  bool good = true, zero = false;
  for (size_t i = 0; i < count; ++i) {
    good = good && recoil[i] >= 0.0 && std::isfinite(recoil[i]);
    zero = zero || recoil[i] == 0.0;
  }
  if (!good) {
    throw UserError("a recoil energy that is negative or not a number", "recoil energies are positive", "");
  }
  if (zero && pole) {
    throw UserError("a recoil energy of zero", "the exchange of a massless boson has a pole there",
                    "give positive recoil energies");
  }
}

void store(const RecoilCoefficients& part, size_t begin, size_t count, double factor, RecoilCoefficients& result) {
  for (size_t i = 0; i < count; ++i) {
    result.constant[begin + i] = factor * part.constant[i];
    result.inverse[begin + i] = factor * part.inverse[i];
    result.inverse_squared[begin + i] = factor * part.inverse_squared[i];
  }
}

std::vector<std::pair<std::string, std::string>> coupling_choices(const std::vector<model::ElasticChannel>& channels,
                                                                  bool electrons) {
  const auto text = [](std::complex<double> z) {
    return z.imag() == 0.0 ? fmt::format("{:.8g}", z.real()) : fmt::format("{:.8g}{:+.8g}i", z.real(), z.imag());
  };
  std::vector<std::pair<std::string, std::string>> result;
  for (const model::ElasticChannel& channel : channels) {
    for (const model::InteractionTerm& term : channel.terms) {
      const std::string property =
          fmt::format("coupling to {}, {} {}", channel.outgoing.label, term.origin, model::name(term.lorentz));
      std::string value =
          electrons ? "e " + text(term.electron) : "p " + text(term.proton) + ", n " + text(term.neutron);
      if (!term.propagator.is_contact()) value += ", " + term.propagator.key;
      result.emplace_back(property, value);
    }
  }
  return result;
}

}  // namespace tridens::process::detail
