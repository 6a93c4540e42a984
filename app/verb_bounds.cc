#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cmath>

#include "print.hh"
#include "program.hh"
#include "tridens/base/error.hh"
#include "tridens/run/bounds/request.hh"

namespace tridens::app {
namespace {

using run::bounds::BoundCurve;
using run::bounds::BoundInfo;
using run::bounds::Kind;

std::string origin(const BoundInfo& info) {
  return std::string(info.kind == Kind::computed ? "computed" : "tabulated") +
         (info.recast_from.empty() ? "" : ", recast") + (info.projection ? ", expected" : "");
}

/// The coupling at a mass by the logarithms of its neighbours; "-" outside.
std::string coupling_at(const run::ComputedBound& bound, double mass) {
  double lowest = INFINITY;
  for (const BoundCurve& curve : bound.curves) {
    if (bound.info.shape == run::bounds::Shape::points) {
      for (size_t i = 0; i < curve.mass.size(); ++i) {
        if (std::abs(mass / curve.mass[i] - 1.0) < 1e-9) lowest = std::min(lowest, curve.coupling[i]);
      }
      continue;
    }
    for (size_t i = 0; i + 1 < curve.mass.size(); ++i) {
      const double from = curve.mass[i], to = curve.mass[i + 1];
      if (from >= to || mass < from * (1.0 - 1e-9) || mass > to * (1.0 + 1e-9)) continue;
      const double share = std::log(mass / from) / std::log(to / from);
      lowest = std::min(lowest, curve.coupling[i] * std::pow(curve.coupling[i + 1] / curve.coupling[i], share));
    }
  }
  return std::isfinite(lowest) ? fmt::format("{:.3g}", lowest) : "-";
}

/// Powers of ten, GeV, that the curves reach over; not more than fit a line.
std::vector<double> columns(const run::BoundsResult& result) {
  double lowest = INFINITY, highest = 0.0;
  for (const run::ComputedBound& bound : result.bounds) {
    for (const BoundCurve& curve : bound.curves) {
      const auto [low, high] = std::minmax_element(curve.mass.begin(), curve.mass.end());
      lowest = std::min(lowest, *low);
      highest = std::max(highest, *high);
    }
  }
  std::vector<double> masses;
  if (!(lowest <= highest)) return masses;
  constexpr double slack = 1e-9, most = 7.0;
  const double first = std::ceil(std::log10(lowest) - slack), last = std::floor(std::log10(highest) + slack);
  const double step = std::max(1.0, std::ceil((last - first + 1.0) / most));
  for (double power = first; power <= last; power += step) masses.push_back(std::pow(10.0, power));
  return masses;
}

void print(const run::BoundsResult& result) {
  const std::vector<double> masses = columns(result);
  std::vector<std::string> headings = {"bound", "year", "level", "origin"};
  for (const double mass : masses) headings.push_back(fmt::format("{:g} GeV", mass));
  TextTable table(headings);
  std::vector<std::string> empty;
  for (const run::ComputedBound& bound : result.bounds) {
    std::vector<std::string> cells = {bound.info.name, fmt::format("{}", bound.info.year), bound.info.confidence,
                                      origin(bound.info)};
    for (const double mass : masses) cells.push_back(coupling_at(bound, mass));
    table.add(cells);
    if (bound.curves.empty()) empty.push_back(bound.info.name);
  }
  print_line(fmt::format("{}: {} at masses of {}; the lower border of regions and bands", result.plane.title,
                         result.plane.coupling, result.plane.particle));
  table.print();
  if (!result.plane.missing.empty()) print_line("not here: " + result.plane.missing);
  if (!empty.empty()) {
    print_line(
        fmt::format("no curve at these masses: {} (below a threshold, beyond what is known, or nothing is excluded "
                    "that makes sense)",
                    fmt::join(empty, ", ")));
  }
  print_provenance(result.provenance);
}

void print_list(const std::vector<BoundInfo>& infos, bool json) {
  Json lines = Json::array();
  TextTable table({"bound", "title", "year", "level", "origin", "settings"});
  for (const BoundInfo& info : infos) {
    std::string settings;
    Json values = Json::object();
    for (const auto& setting : info.settings) {
      settings += fmt::format("{}{}={}", settings.empty() ? "" : " ", setting.name, setting.default_text);
      values[setting.name] = {{"default", setting.default_text}, {"meaning", setting.meaning}};
    }
    table.add({info.name, info.title, fmt::format("{}", info.year), info.confidence, origin(info), settings});
    lines.push_back({{"name", info.name},
                     {"title", info.title},
                     {"year", info.year},
                     {"exposure", info.exposure},
                     {"confidence", info.confidence},
                     {"origin", origin(info)},
                     {"formula", info.formula},
                     {"assumptions", info.assumptions},
                     {"papers", info.papers},
                     {"settings", values}});
  }
  if (json) {
    print_json({{"bounds", lines}});
  } else {
    table.print();
  }
}

std::pair<std::string, std::string> setting_of(const std::string& text) {
  const size_t equals = text.find('=');
  if (equals == std::string::npos || text.find('.') > equals || equals + 1 == text.size()) {
    throw UserError(fmt::format("--set '{}' is no setting", text), "settings of bounds are written bound.key=value",
                    "for example --set g-2-mu.theory=wp20");
  }
  return {text.substr(0, equals), text.substr(equals + 1)};
}

struct Options {
  run::BoundsRequest request;
  std::string charges;
  std::vector<std::string> settings, masses, outputs;
  bool list = false, json = false, force = false;
};

void run_verb(Options& options, bool plane_given) {
  run::BoundsRequest& request = options.request;
  if (!options.charges.empty()) {
    if (plane_given) {
      throw UserError("--plane and --charges are both given", "each names the charges of the boson",
                      "keep one of them");
    }
    request.charges = run::bounds::parse_charges(options.charges);
  }
  for (const std::string& setting : options.settings) request.settings.push_back(setting_of(setting));
  if (options.list) return print_list(run::available_bounds(request), options.json);
  run::check_bounds_outputs(options.outputs, options.force);
  request.stop = &stop_flag();
  const run::BoundsResult result = run::compute_bounds(request);
  // Files first: what is refused prints nothing.
  for (const std::string& output : options.outputs) run::write_bounds(result, output, options.force);
  if (options.json) return print_json(Json::parse(run::bounds_json(result)));
  print(result);
  for (const std::string& output : options.outputs) print_line("written: " + output);
}

}  // namespace

void add_bounds(CLI::App& program, Action& action) {
  auto options = std::make_shared<Options>();
  CLI::App& verb = *program.add_subcommand("bounds", "bounds on light bosons in the plane of mass and coupling");
  verb.footer(
      "Examples:\n"
      "  tridens bounds --list\n"
      "  tridens bounds --plane lmu-ltau --bound g-2-mu,babar-4mu --output lmu-ltau.csv\n"
      "  tridens bounds --charges e=0,mu=1,tau=-1 --bound g-2-mu --masses 10MeV,1GeV");
  std::vector<std::string> planes;
  for (const run::bounds::Plane& each : run::bounds::planes()) planes.push_back(each.name);
  CLI::Option* plane = verb.add_option("--plane", options->request.plane, fmt::format("{}", fmt::join(planes, ", ")));
  plane->type_name("PLANE")->capture_default_str();
  verb.add_option("--charges", options->charges, "of a gauged U(1), like e=0,mu=1,tau=-1, in place of a plane");
  verb.add_flag("--axial", options->request.axial, "with --charges: the boson couples axially to charged leptons");
  verb.add_option("--bound", options->request.names, "bounds by name; all by default")
      ->delimiter(',')
      ->type_name("BOUND");
  verb.add_option("--file", options->request.files, "a bound of yours (tridens init bound)")->type_name("FILE");
  verb.add_option("--set", options->settings, "setting of a bound, bound.key=value");
  verb.add_option("--masses", options->masses, "lightest and heaviest mass, like 1MeV,100GeV")->delimiter(',');
  verb.add_option("--output", options->outputs, "file to write: .csv, .json, .pdf, .svg or .png; may be repeated")
      ->type_name("FILE");
  verb.add_flag("--list", options->list, "only name the bounds");
  verb.add_flag("--json", options->json, "print JSON");
  verb.add_flag("--force", options->force, "replace files");
  add_whole_number(verb, "--points", "computed points per decade of the mass (default 10)", 1, 1000,
                   [options](std::int64_t value) { options->request.points_per_decade = static_cast<int>(value); });
  add_threads(verb, [options](int value) { options->request.threads = value; });
  verb.callback([options, plane, &action] {
    if (!options->masses.empty()) {
      const std::vector<double> ends =
          energies_from_option(fmt::format("{}", fmt::join(options->masses, ",")), "--masses");
      if (ends.size() != 2) {
        throw UserError("--masses has " + std::to_string(ends.size()) + " values", "a range has two ends",
                        "write it like 1MeV,100GeV");
      }
      options->request.lowest_mass_GeV = ends[0];
      options->request.highest_mass_GeV = ends[1];
    }
    const bool plane_given = plane->count() > 0;
    action = [options, plane_given] { run_verb(*options, plane_given); };
  });
}

}  // namespace tridens::app
