#include "tridens/run/telescope_rate.hh"

#include <fmt/format.h>

#include <algorithm>
#include <numeric>

#include "tridens/base/error.hh"
#include "tridens/io/output_file.hh"
#include "tridens/run/table_header.hh"
#include "tridens/run/telescope_setup.hh"

namespace tridens::run {
namespace {

using detector::Telescope;

double sum(const std::vector<double>& values) {
  return std::accumulate(values.begin(), values.end(), 0.0);
}

/// Counts of one flux (or of the background) in all bins, by the name of the part.
struct Contribution {
  std::string name, kind;
  std::vector<double> counts;  // in the order of the kernel
};

/// What the user asked for of the processes of the file, by the name before the comma or by the whole text.
std::map<std::string, std::string> restricted(const RateRequest& request) {
  std::map<std::string, std::string> changes = request.overrides;
  if (request.processes.empty()) return changes;
  const Telescope telescope = io::load_telescope(request.experiment).telescope;
  std::string kept;
  for (const std::string& wanted : request.processes) {
    std::vector<std::string> known, whole;
    bool found = false;
    for (const std::string& text : telescope.processes) {
      const std::string name = text.substr(0, text.find(','));
      if (std::find(known.begin(), known.end(), name) == known.end()) known.push_back(name);
      if (text != name) whole.push_back(text);
      if (wanted != name && wanted != text) continue;
      found = true;
      kept += (kept.empty() ? "" : ";") + text;
    }
    known.insert(known.end(), whole.begin(), whole.end());
    if (!found) unknown_name("process of " + request.experiment, wanted, known);
  }
  changes["processes"] = kept;
  return changes;
}

/// Of one topology, summed over zenith angles.
std::vector<double> by_energy(const Telescope& telescope, const std::vector<double>& counts, size_t topology) {
  std::vector<double> result(telescope.energy_bins());
  for (size_t e = 0; e < telescope.energy_bins(); ++e) {
    for (size_t z = 0; z < telescope.zenith_bins(); ++z) {
      result[e] += counts[topology * telescope.bins_per_topology() + e * telescope.zenith_bins() + z];
    }
  }
  return result;
}

std::string table_text(const RateResult& result, const Telescope& telescope, const std::vector<Contribution>& parts,
                       const std::vector<double>& observed) {
  std::string text = table_header(result, "expected events",
                                  "events per topology, bin of deposited energy and of the cosine of the zenith angle");
  text += "topology,energy_low_GeV,energy_high_GeV,cos_zenith_low,cos_zenith_high";
  for (const Contribution& part : parts) text += "," + part.name;
  text += observed.empty() ? "\n" : ",observed\n";
  size_t bin = 0;
  for (const detector::Topology topology : telescope.topologies()) {
    for (size_t e = 0; e < telescope.energy_bins(); ++e) {
      for (size_t z = 0; z < telescope.zenith_bins(); ++z, ++bin) {
        text += fmt::format("{},{},{},{},{}", detector::name(topology), telescope.energy_edges[e],
                            telescope.energy_edges[e + 1], telescope.cos_zenith_edges[z],
                            telescope.cos_zenith_edges[z + 1]);
        for (const Contribution& part : parts) text += fmt::format(",{}", part.counts[bin]);
        text += observed.empty() ? "\n" : fmt::format(",{}\n", observed[bin]);
      }
    }
  }
  return text;
}

std::string exposure_text(const Telescope& telescope) {
  constexpr double year_s = 365.25 * 86400.0, grams_per_megatonne = 1e12;
  std::string masses;
  for (const auto& [topology, mass] : telescope.effective_mass) {
    const double largest = *std::max_element(mass.masses.begin(), mass.masses.end());
    masses += fmt::format("{}{} {:g} Mt", masses.empty() ? "" : ", ", detector::name(topology),
                          largest / grams_per_megatonne);
  }
  return fmt::format("{:.4g} years of {}, effective masses up to: {}", telescope.livetime_s / year_s, telescope.medium,
                     masses);
}

void add_parts(const Telescope& telescope, const std::vector<Contribution>& contributions, RateResult& result) {
  const std::vector<detector::Topology> topologies = telescope.topologies();
  for (const Contribution& each : contributions) {
    for (size_t t = 0; t < topologies.size(); ++t) {
      const std::vector<double> counts = by_energy(telescope, each.counts, t);
      const double total = sum(counts);
      if (total == 0.0 && each.kind == "background") continue;
      result.parts.push_back({each.name + " " + detector::name(topologies[t]), each.kind, total, counts});
      (each.kind == "signal" ? result.signal : result.background) += total;
      if (total > 0.0) continue;
      result.problems.emplace_back("no events of " + result.parts.back().name,
                                   "no final state of the processes looks like it with an energy in the bins");
    }
  }
  if (result.signal > 0.0) return;
  throw UserError("no signal in " + telescope.name,
                  fmt::format("what the neutrinos of {} leave behind reaches none of the bins from {:g} to {:g} GeV of "
                              "deposited energy",
                              fmt::join(telescope.processes, " and "), telescope.energy_edges.front(),
                              telescope.energy_edges.back()),
                  "choose other processes, fluxes or bins");
}

}  // namespace

RateResult telescope_rate(const RateRequest& request) {
  const TelescopeSetup setup =
      make_telescope_setup(request.experiment, request.model, restricted(request), request.stop, request.progress);
  const Telescope& telescope = setup.telescope;
  std::vector<Contribution> contributions;
  for (const detector::TelescopeFlux& flux : telescope.fluxes) {
    contributions.push_back({flux.name, "signal", setup.kernel->counts(*flux::make_diffuse_flux(flux.specification))});
  }
  if (!telescope.background.empty()) {
    contributions.push_back({"background", "background", inference::flattened(telescope, telescope.background)});
  }
  RateResult result;
  result.experiment = telescope.name;
  result.title = telescope.title;
  result.observable = "deposited energy";
  result.unit = "GeV";
  result.edges = telescope.energy_edges;
  result.exposure = exposure_text(telescope);
  result.relative_error = setup.kernel->relative_error();
  if (!telescope.problems.empty()) result.problems.emplace_back("known problems", telescope.problems);
  add_parts(telescope, contributions, result);
  std::vector<double> observed;
  if (!telescope.observed.empty()) {
    observed = inference::flattened(telescope, telescope.observed);
    result.observed.assign(telescope.energy_bins(), 0.0);
    for (size_t t = 0; t < telescope.topologies().size(); ++t) {
      const std::vector<double> part = by_energy(telescope, observed, t);
      for (size_t e = 0; e < part.size(); ++e) result.observed[e] += part[e];
    }
    result.observed_total = sum(result.observed);
  }
  result.provenance = setup.provenance;
  if (!request.output.empty()) {
    io::OutputFile file(request.output, io::OutputOptions{request.force, nullptr, 1});
    file.write(table_text(result, telescope, contributions, observed));
    file.commit();
    result.output = request.output;
  }
  return result;
}

}  // namespace tridens::run
