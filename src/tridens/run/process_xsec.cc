// Cross sections of the processes that their settings define: totals and differential ones, at fixed energies or
// averaged over a flux.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "tridens/base/error.hh"
#include "tridens/base/units.hh"
#include "tridens/io/output_file.hh"
#include "tridens/process/beam_particle.hh"
#include "tridens/run/beam_flux.hh"
#include "tridens/run/event_setup.hh"
#include "tridens/run/pieces.hh"
#include "tridens/run/reaction.hh"

namespace tridens::run {
namespace {

using process::DifferentialVariable;
using process::Process;

/// What a differential cross section is per when it is differential in a variable: name and value of the unit that
/// parse_quantity() returns numbers in.
std::string unit_of(Dimension dimension) {
  switch (dimension) {
    case Dimension::energy:
      return "GeV";
    case Dimension::energy_squared:
      return "GeV2";
    case Dimension::angle:
      return "rad";
    case Dimension::number:
      return "";
    default:
      throw Failure("a variable of a process is no energy, energy squared, angle or number", "it has no unit here", "");
  }
}

/// A point in the variables of a process, in natural units.
struct Point {
  std::map<std::string, std::string> text;
  std::vector<double> values;
};

std::vector<Point> points_of(const ProcessXsecRequest& request, const std::vector<DifferentialVariable>& variables) {
  if (!request.points.empty() && variables.empty()) {
    throw UserError("a differential cross section of the process '" + request.process.name + "'",
                    "it has no variables for one", "leave --at out");
  }
  std::vector<std::string> names;
  for (const DifferentialVariable& variable : variables) names.push_back(variable.name);
  std::vector<Point> points;
  for (const auto& text : request.points) {
    for (const auto& [name, value] : text) {
      if (std::find(names.begin(), names.end(), name) == names.end()) {
        unknown_name("variable of the process '" + request.process.name + "'", name, names);
      }
    }
    Point point{text, {}};
    for (const DifferentialVariable& variable : variables) {
      const auto found = text.find(variable.name);
      if (found == text.end()) {
        throw UserError("a differential cross section without " + variable.name,
                        fmt::format("it is differential in {}", fmt::join(names, " and ")), "give all of them");
      }
      point.values.push_back(parse_quantity(found->second, variable.dimension, variable.name));
    }
    points.push_back(std::move(point));
  }
  return points;
}

std::string unit_text(const std::vector<DifferentialVariable>& variables) {
  std::map<std::string, int> powers;
  for (const DifferentialVariable& variable : variables) {
    if (const std::string unit = unit_of(variable.dimension); !unit.empty()) ++powers[unit];
  }
  std::string text = "cm2";
  for (const auto& [unit, power] : powers) text += "/" + unit + (power > 1 ? fmt::format("^{}", power) : "");
  return text;
}

void add_part(ProcessXsecRow& row, const std::string& name, double value) {
  row.value += value;
  const auto found =
      std::find_if(row.components.begin(), row.components.end(), [&](const auto& part) { return part.first == name; });
  if (found != row.components.end()) {
    found->second += value;
  } else {
    row.components.emplace_back(name, value);
  }
}

/// The part of one component, natural units.
struct Part {
  double value = 0.0, error = 0.0;
  bool closed = true;
};

Part total(const Process& process, size_t i, std::optional<double> energy, const flux::Spectrum* spectrum) {
  if (energy) {
    const process::CrossSection sigma = process.cross_section(i, *energy);
    return {sigma.value, sigma.error, sigma.below_threshold};
  }
  const rate::Folded folded = fold_component(process, i, *spectrum);
  const double norm = spectrum->integral();
  return {folded.value / norm, folded.error / norm, spectrum->highest() <= process.threshold(i)};
}

Part differential(const Process& process, size_t i, std::optional<double> energy, const flux::Spectrum* spectrum,
                  const std::vector<double>& values) {
  const auto at = [&](double e) { return process.differential(i, e, values); };
  double value = 0.0;
  if (energy) {
    value = *energy > process.threshold(i) ? at(*energy) : 0.0;
  } else {
    value = rate::fold(*spectrum, process.threshold(i), at, process.features(i)) / spectrum->integral();
  }
  return {value, 0.0, value == 0.0};
}

struct Setup {
  const ProcessXsecRequest& request;
  const Reaction& reaction;
  const std::optional<ChosenFlux>& flux;
  std::optional<double> events_factor;  // events = factor x cm^2 x flux integral
  Pieces pieces;
};

ProcessXsecRow row_of(const Setup& setup, const Process& process, std::optional<double> energy, const Point* point) {
  ProcessXsecRow row;
  row.neutrino = process::beam_particle(process).name;
  row.energy_GeV = energy;
  if (point != nullptr) row.point = point->text;
  const flux::Spectrum* spectrum = energy ? nullptr : &spectrum_for(setup.flux->flux, process);
  row.below_threshold = true;
  for (size_t i = 0; i < process.components().size(); ++i) {
    setup.pieces.check();
    const Part part = point == nullptr ? total(process, i, energy, spectrum)
                                       : differential(process, i, energy, spectrum, point->values);
    row.below_threshold = row.below_threshold && part.closed;
    row.error += part.error / units::cm2;
    add_part(row, process.components()[i].name, part.value / units::cm2);
  }
  if (spectrum != nullptr && setup.events_factor) row.events = row.value * spectrum->integral() * *setup.events_factor;
  return row;
}

}  // namespace

ProcessXsecResult process_xsec(const ProcessXsecRequest& request) {
  if (io::kind_of(request.process.name) != io::ProcessKind::registered) {
    throw Failure("process_xsec of " + request.process.name, "it has a calculation of its own", "");
  }
  if (request.exposure && !request.flux) {
    throw UserError("an exposure is given without a flux", "events need a number of neutrinos", "add --flux NAME");
  }
  std::optional<ChosenFlux> flux;
  if (request.flux) flux = flux_for(request.process, *request.flux, request.folder);
  const std::vector<Neutrino> neutrinos = neutrinos_of(request.process, flux ? &flux->flux : nullptr);
  double highest = 0.0;
  for (const double energy : request.energies_GeV) highest = std::max(highest, energy);
  if (flux) highest = std::max(highest, highest_energy(flux->flux, neutrinos));
  const Reaction reaction =
      make_reaction(request.process, request.model, neutrinos,
                    {highest, request.threads, true, nullptr, request.folder, request.stop, request.progress});
  ProcessXsecResult result;
  result.per = reaction.target.unit;
  result.provenance = reaction.provenance;
  const std::vector<DifferentialVariable> variables = reaction.processes.front()->variables();
  const std::vector<Point> points = points_of(request, variables);
  result.unit = unit_text(points.empty() ? std::vector<DifferentialVariable>{} : variables);
  std::vector<std::optional<double>> energies(request.energies_GeV.begin(), request.energies_GeV.end());
  if (flux) energies.emplace_back();
  const size_t all = reaction.processes.size() * energies.size() * std::max<size_t>(1, points.size());
  Setup setup{request, reaction, flux, {}, {request.stop, request.progress, all}};
  if (request.exposure) setup.events_factor = exposure_factor(*request.exposure, flux->flux, reaction.target);
  const auto add = [&](const Process& process, std::optional<double> energy, const Point* point) {
    result.rows.push_back(row_of(setup, process, energy, point));
    setup.pieces.add();
  };
  for (const auto& process : reaction.processes) {
    for (const std::optional<double>& energy : energies) {
      if (points.empty()) add(*process, energy, nullptr);
      for (const Point& point : points) add(*process, energy, &point);
    }
  }
  if (flux) {
    result.flux = flux->label;
    if (!flux->checksum.empty()) result.provenance.data_checksums[flux->checksum_name()] = flux->checksum;
  }
  return result;
}

}  // namespace tridens::run
