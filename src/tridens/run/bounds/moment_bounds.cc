// The anomalous magnetic moment of the muon: g'^2 Q_mu^2 a(M) (model/anomalous_moment.hh) against measurement minus
// prediction.
#include <fmt/format.h>

#include <cmath>

#include "tridens/base/constants.hh"
#include "tridens/base/error.hh"
#include "tridens/io/data_files.hh"
#include "tridens/model/anomalous_moment.hh"
#include "tridens/run/bounds/registry.hh"

namespace tridens::run::bounds {
namespace {

struct Difference {
  double value, error;
};

/// Measurement minus prediction, by the name of the theory.
Difference muon_difference(const std::string& name) {
  const Table table = io::load_named_table("bound/inputs", "muon_moment").table;
  std::vector<std::string> known;
  for (size_t row = 0; row < table.rows.size(); ++row) {
    known.push_back(table.rows[row][table.column("name")]);
    if (known.back() == name) {
      return {1e-11 * table.number(row, table.column("difference")), 1e-11 * table.number(row, table.column("error"))};
    }
  }
  unknown_name("theory of the muon's moment", name, known);
}

/// Vectors raise the moment, axial vectors lower it: both signs are those of `moment`.
double coupling_for(const Plane& plane, double mass, double moment) {
  const auto kind = plane.axial ? model::LoopBoson::axial : model::LoopBoson::vector;
  const double per = model::anomalous_moment_per_coupling_squared(kind, constants::muon_mass, mass);
  return std::sqrt(moment / per) / std::abs(plane.charges[1]);
}

BoundInfo info_of(const Plane& plane, Shape shape) {
  BoundInfo info;
  info.plane = plane.name;
  info.shape = shape;
  info.production = Production::muon_loop;
  info.confidence = "2 sigma";
  info.papers = {"2505.21476", "2506.03069", "2006.04822", "2104.03281"};
  if (plane.axial) {
    info.formula =
        "Delta a_mu = g'^2 Q_mu^2/(8 pi^2) int_0^1 dx [2 x (1-x)(x-4) - 4 x^3 m_mu^2/M^2]/(x^2 + (1-x) M^2/m_mu^2)";
    return info;
  }
  info.formula = "Delta a_mu = g'^2 Q_mu^2/(8 pi^2) int_0^1 dx 2 x^2 (1-x)/(x^2 + (1-x) M^2/m_mu^2)";
  return info;
}

Bound moment_limit(const Plane& plane) {
  BoundInfo info = info_of(plane, Shape::upper_limit);
  info.name = "g-2-mu";
  info.title = "(g-2) of the muon, largest contribution";
  info.year = 2025;
  info.exposure = "Fermilab final, with Brookhaven";
  info.assumptions =
      "no other new particle contributes; the contribution may not exceed difference + sigmas x error "
      "(axial: may not lower the moment below difference - sigmas x error)";
  info.settings = {{"theory", "wp25, wp20, wp20-2023, talk-2022 or darkcast", "wp25"},
                   {"sigmas", "errors above the difference", "2"}};
  return calculated(info, [plane](const SettingValues& settings, const BoundRequest& request) {
    const Difference difference = muon_difference(settings.text("theory"));
    const double sign = plane.axial ? -1.0 : 1.0;
    const double largest = difference.value + sign * settings.positive("sigmas") * difference.error;
    if (!(sign * largest > 0.0)) {
      throw UserError(fmt::format("no limit of (g-2) with theory {} and {} sigma", settings.text("theory"),
                                  settings.text("sigmas")),
                      "an axial boson lowers the moment, and it is measured too high already",
                      "use theory=wp25, or more sigmas");
    }
    return curves_of(masses_of(request, plane), [&](double mass) { return coupling_for(plane, mass, largest); });
  });
}

Bound moment_band(const Plane& plane) {
  BoundInfo info = info_of(plane, Shape::preferred);
  info.name = "g-2-mu-band";
  info.title = "(g-2) of the muon, preferred by dispersive predictions";
  info.year = 2021;
  info.exposure = "Fermilab run 1, with Brookhaven";
  info.assumptions = "superseded: predictions from the lattice (wp25) leave no difference to explain";
  info.settings = {{"theory", "wp20, wp20-2023, talk-2022 or darkcast", "wp20"},
                   {"sigmas", "half width of the band", "2"}};
  return calculated(info, [plane](const SettingValues& settings, const BoundRequest& request) {
    const Difference difference = muon_difference(settings.text("theory"));
    const double width = settings.positive("sigmas") * difference.error;
    if (!(difference.value > width)) {
      throw UserError(
          fmt::format("no band of (g-2) with theory {} and {} sigma", settings.text("theory"), settings.text("sigmas")),
          "the difference agrees with zero", "use the limit g-2-mu, or theory=wp20");
    }
    BoundCurve curve;
    for (const double mass : masses_of(request, plane)) {
      curve.mass.push_back(mass);
      curve.coupling.push_back(coupling_for(plane, mass, difference.value - width));
      curve.upper.push_back(coupling_for(plane, mass, difference.value + width));
    }
    return std::vector<BoundCurve>{curve};
  });
}

}  // namespace

std::vector<Bound> moment_bounds(const Plane& plane) {
  if (plane.charges[1] == 0.0) return {};
  if (plane.axial) return {moment_limit(plane)};
  return {moment_limit(plane), moment_band(plane)};
}

}  // namespace tridens::run::bounds
