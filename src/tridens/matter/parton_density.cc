// Rules common to all sets of parton densities: range, isospin, averages over nucleons, and their registry.

#include "tridens/matter/parton_density.hh"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

#include "tridens/base/error.hh"
#include "tridens/base/quantity.hh"
#include "tridens/matter/detail/parton_grid.hh"
#include "tridens/matter/detail/parton_sets.hh"

namespace tridens::matter {
namespace {

void exchange_isospin(PartonValues& xf) {
  std::swap(xf[parton::u], xf[parton::d]);
  std::swap(xf[parton::ubar], xf[parton::dbar]);
}

PartonBorder parse_border(const std::string& text) {
  if (text == "error") return PartonBorder::error;
  if (text == "freeze") return PartonBorder::freeze;
  if (text == "extend") return PartonBorder::extend;
  unknown_name("border", text, {"error", "freeze", "extend"});
}

detail::PhotonKind parse_photon(const std::string& text) {
  if (text == "none") return detail::PhotonKind::none;
  if (text == "elastic") return detail::PhotonKind::elastic;
  if (text == "equivalent") return detail::PhotonKind::equivalent;
  unknown_name("photon density", text, {"none", "elastic", "equivalent"});
}

struct Settings {
  std::string name;
  PartonBorder border = PartonBorder::error;
  detail::PhotonKind photon = detail::PhotonKind::none;
};

Settings parse_settings(std::string_view specification) {
  const Specification parsed = parse_specification(specification, "parton density");
  Settings result;
  result.name = parsed.name;
  for (const auto& [key, value] : parsed.settings) {
    if (key == "border") {
      result.border = parse_border(value);
    } else if (key == "photon") {
      result.photon = parse_photon(value);
    } else {
      unknown_name("setting of a parton density", key, {"border", "photon"});
    }
  }
  return result;
}

constexpr std::string_view lhapdf_prefix = "lhapdf:";

std::shared_ptr<const PartonDensity> lhapdf_member(const Settings& settings, const TextReader& reader) {
  const std::string path = settings.name.substr(lhapdf_prefix.size());
  if (path.empty()) {
    throw UserError("'lhapdf:' names no file", "the path of a member file follows the colon",
                    "write lhapdf:PATH/NAME_0000.dat");
  }
  if (!reader) throw Failure("cannot read '" + path + "'", "no reader of files was given with the parton density");
  detail::GridContent content = detail::parse_lhagrid(reader(path), path);
  content.name = settings.name;
  return detail::parton_grid(std::move(content), settings.border, path);
}

/// A table of data/parton, evolved by HOPPET.
std::shared_ptr<const PartonDensity> evolved_set(const Settings& settings) {
  const std::string path = "data/parton/" + settings.name + ".csv";
  return detail::parton_grid(detail::read_grid_table(path, settings.name), settings.border, settings.name);
}

std::shared_ptr<const PartonDensity> quarks_and_gluon(const Settings& settings, const TextReader& reader) {
  if (settings.name.starts_with(lhapdf_prefix)) return lhapdf_member(settings, reader);
  if (settings.name == "default" || settings.name == "grv94lo") return detail::grv94lo(settings.border);
  std::vector<std::string> names;
  for (const PartonInfo& info : parton_densities()) {
    if (settings.name == info.name) return evolved_set(settings);
    names.push_back(info.name);
  }
  unknown_name("parton density", settings.name, names);
}

}  // namespace

size_t parton::index(int pdg) {
  if (pdg == 21) return gluon;
  if (pdg == 22) return photon;
  if (pdg == 0 || pdg < -6 || pdg > 6) {
    throw UserError(fmt::format("no parton with the PDG number {}", pdg), "partons are -6..-1, 1..6, 21 and 22");
  }
  return static_cast<size_t>(pdg + 6);
}

void PartonDensity::admit(double& x, double& Q2) const {
  if (!(x > 0.0 && x <= 1.0) || !(Q2 > 0.0) || !std::isfinite(Q2)) {
    throw UserError(fmt::format("no parton density at x = {:g}, Q2 = {:g} GeV2", x, Q2),
                    "x must be in (0, 1] and Q2 positive");
  }
  const bool inside =
      x >= range_.lowest_x && x <= range_.highest_x && Q2 >= range_.lowest_Q2 && Q2 <= range_.highest_Q2;
  if (inside || border_ == PartonBorder::extend) return;
  if (border_ == PartonBorder::error) {
    throw UserError(fmt::format("parton density '{}' has no value at x = {:g}, Q2 = {:g} GeV2", name(), x, Q2),
                    fmt::format("it holds for {:g} <= x <= {:g} and {:g} <= Q2 <= {:g} GeV2", range_.lowest_x,
                                range_.highest_x, range_.lowest_Q2, range_.highest_Q2),
                    can_extend()
                        ? "choose border=extend (the closed form goes on) or border=freeze (values at the border)"
                        : "choose border=freeze to use the values at the border, or a set with a larger range");
  }
  x = std::clamp(x, range_.lowest_x, range_.highest_x);
  Q2 = std::clamp(Q2, range_.lowest_Q2, range_.highest_Q2);
}

double PartonDensity::photon(Nucleon, double, double) const {
  return std::numeric_limits<double>::quiet_NaN();
}

void PartonDensity::evaluate(Nucleon nucleon, const double* x, const double* Q2, size_t points,
                             PartonValues* xf) const {
  for (size_t i = 0; i < points; ++i) {
    double x_used = x[i], Q2_used = Q2[i];
    admit(x_used, Q2_used);
    xf[i] = proton(x_used, Q2_used);
    if (nucleon == Nucleon::neutron) exchange_isospin(xf[i]);
    xf[i][parton::photon] = has_photon() ? photon(nucleon, x_used, Q2_used) : std::numeric_limits<double>::quiet_NaN();
  }
}

PartonValues PartonDensity::evaluate(Nucleon nucleon, double x, double Q2) const {
  PartonValues result{};
  evaluate(nucleon, &x, &Q2, 1, &result);
  return result;
}

void PartonDensity::evaluate_average(double proton_fraction, const double* x, const double* Q2, size_t points,
                                     PartonValues* xf) const {
  if (!(proton_fraction >= 0.0 && proton_fraction <= 1.0)) {
    throw UserError(fmt::format("{:g} is not a fraction of protons", proton_fraction), "it must be in [0, 1]");
  }
  evaluate(Nucleon::proton, x, Q2, points, xf);
  const double neutrons = 1.0 - proton_fraction;
  for (size_t i = 0; i < points; ++i) {
    const PartonValues proton_values = xf[i];
    exchange_isospin(xf[i]);
    for (size_t k = 0; k < parton::photon; ++k) {
      xf[i][k] = proton_fraction * proton_values[k] + neutrons * xf[i][k];
    }
    if (!has_photon()) continue;
    double x_used = x[i], Q2_used = Q2[i];
    admit(x_used, Q2_used);
    xf[i][parton::photon] = proton_fraction * proton_values[parton::photon];
    if (neutrons > 0.0) xf[i][parton::photon] += neutrons * photon(Nucleon::neutron, x_used, Q2_used);
  }
}

double proton_fraction(const Material& material) {
  const double protons = material.proton_count(), nucleons = protons + material.neutron_count();
  if (!(nucleons > 0.0)) throw UserError("'" + material.name + "' has no nucleons", "no nucleus in its composition");
  return protons / nucleons;
}

std::shared_ptr<const PartonDensity> make_parton_density(std::string_view specification, const TextReader& reader) {
  const Settings settings = parse_settings(specification);
  return detail::with_photon(quarks_and_gluon(settings, reader), settings.photon);
}

std::vector<PartonInfo> parton_densities() {
  const std::string mstw = "A. D. Martin et al., Eur. Phys. J. C 63 (2009) 189, arXiv:0901.0002";
  const std::string herapdf = "H1 and ZEUS collaborations, Eur. Phys. J. C 75 (2015) 580, arXiv:1506.06042";
  const std::string evolved_range = " <= 1e10 GeV^2 (data constrain x above 1e-4 only)";
  return {
      {"default", "grv94lo", "", "", ""},
      {"grv94lo", "closed form at all Q^2", "LO", "M. Glueck, E. Reya, A. Vogt, Z. Phys. C 67 (1995) 433",
       "1e-5 <= x <= 1, 0.4 <= Q^2 <= 1e6 GeV^2"},
      {"mstw2008lo", "evolved by HOPPET, heavy quarks from their masses up", "LO", mstw,
       "1e-6 <= x <= 1, 1 <= Q^2" + evolved_range},
      {"mstw2008nlo", "evolved by HOPPET, heavy quarks from their masses up", "NLO", mstw,
       "1e-6 <= x <= 1, 1 <= Q^2" + evolved_range},
      {"herapdf20nlo", "evolved by HOPPET, heavy quarks from their masses up", "NLO", herapdf,
       "1e-6 <= x <= 1, 1.9 <= Q^2" + evolved_range},
      {"herapdf20nnlo", "evolved by HOPPET, heavy quarks from their masses up", "NNLO", herapdf,
       "1e-6 <= x <= 1, 1.9 <= Q^2" + evolved_range},
  };
}

}  // namespace tridens::matter
