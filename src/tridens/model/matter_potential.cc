// Coherent forward scattering in unpolarised, neutral matter at rest:
//
//   H_ab = sqrt2 G_F [N_e delta_ae delta_be + sum_f N_f eps_ab^f],  f = e, p, n,  eps_ab^f = g_V^f(nu_b -> nu_a; Q^2 =
//   0),
//
// for neutrinos; antineutrinos have -H*. Axial and tensor couplings average out over spins. A boson of mass M with
// charges b_a of neutrinos and a_f of matter gives (2009.14220, eq. 2.5 and 2.6)
//
//   sqrt2 G_F sum_f N_f eps_aa^f = (g'^2 b_a/M^2) [a_e N_e + (2 a_u + a_d) N_p + (a_u + 2 a_d) N_n],
//
// and over distances of the order of its range 1/M
//
//   N_f(x) -> (M^2/4 pi) int d^3x' N_f(x') e^(-M |x - x'|)/|x - x'|.
//
// For a sphere of constant density, x = M R, y = M r:
//   inside   1 - (1 + x) e^-x sinh(y)/y,    outside   (x cosh x - sinh x) e^-y/y,
// and for M -> 0, over M^2: R^2/2 - r^2/6 and R^3/3r. Shells are differences of spheres.
// Valid for relativistic neutrinos at lowest order in the couplings. P. Coloma, M. C. Gonzalez-Garcia, M. Maltoni, JHEP
// 01 (2021) 114.
#include "tridens/model/matter_potential.hh"

#include <algorithm>
#include <cmath>

#include "tridens/base/constants.hh"
#include "tridens/base/embedded.hh"
#include "tridens/base/error.hh"
#include "tridens/base/table.hh"

namespace tridens::model {
namespace {

const double fermi_unit = std::sqrt(2.0) * constants::fermi_constant;

/// One vector term between light neutrinos: its flavours and couplings.
struct VectorTerm {
  size_t out = 0, in = 0;
  InteractionTerm term;
};

std::vector<VectorTerm> vector_terms(const Model& model) {
  std::vector<VectorTerm> result;
  for (int in = 0; in < flavour_count; ++in) {
    ElasticTerms terms;
    model.add_elastic({static_cast<Flavour>(in), false}, terms);
    for (const ElasticChannel& channel : terms.channels()) {
      for (const InteractionTerm& term : channel.terms) {
        if (term.lorentz == Lorentz::scalar) {
          throw UserError("the matter potential of model " + model.info().name,
                          "a scalar interaction changes the masses of neutrinos, not their potential", "");
        }
        if (term.lorentz != Lorentz::vector || channel.outgoing.flipped) continue;
        for (int out = 0; out < flavour_count; ++out) {
          if (channel.outgoing.pdg == neutrino_pdg(static_cast<Flavour>(out))) {
            result.push_back({static_cast<size_t>(out), static_cast<size_t>(in), term});
          }
        }
      }
    }
  }
  return result;
}

/// Residue of the propagator at its pole for a static source: the mixing of a running one is taken at Q^2 = 0.
double residue(const Propagator& propagator) {
  constexpr double small = 1e-20;  // GeV^2, far below every mass that the shape may vary with
  return propagator.at(small) * (small + propagator.mass * propagator.mass);
}

/// Written so that nothing cancels for long ranges: series where x or y is small.
double yukawa_inside(double r, double R, double M) {
  const double x = M * R, y = M * r;
  if (y > 0.5) {
    const double ratio = 0.5 * (std::exp(y - x) - std::exp(-y - x)) / y;  // e^-x sinh(y)/y
    return (1.0 - (1.0 + x) * ratio) / (M * M);
  }
  const double centre =
      x > 0.05 ? (1.0 - (1.0 + x) * std::exp(-x)) / (M * M)
               : R * R * (0.5 - x * (1.0 / 3 - x * (1.0 / 8 - x * (1.0 / 30 - x * (1.0 / 144 - x / 840)))));
  const double y2 = y * y;  // [sinh(y)/y - 1]/y^2
  const double profile = 1.0 / 6 + y2 * (1.0 / 120 + y2 * (1.0 / 5040 + y2 * (1.0 / 362880 + y2 / 39916800)));
  return centre - r * r * (1.0 + x) * std::exp(-x) * profile;
}

double yukawa_outside(double r, double R, double M) {
  const double x = M * R;
  if (x < 0.05) return R * R * R / r * std::exp(-M * r) * (1.0 / 3 + x * x * (1.0 / 30 + x * x / 840));
  const double growing = (x - 1.0) * std::exp(x - M * r), falling = (x + 1.0) * std::exp(-x - M * r);
  return 0.5 * (growing + falling) / (M * M * M * r);
}

void add(FlavourMatrix& matrix, const VectorTerm& term, std::complex<double> value) {
  matrix[term.out][term.in] += value;
}

FlavourMatrix for_antineutrinos(FlavourMatrix matrix) {
  for (auto& row : matrix) {
    for (auto& entry : row) entry = -std::conj(entry);
  }
  return matrix;
}

FlavourMatrix combination(const FlavourMatrix& a, double weight_a, const FlavourMatrix& b, double weight_b) {
  FlavourMatrix result{};
  for (size_t i = 0; i < 3; ++i) {
    for (size_t j = 0; j < 3; ++j) result[i][j] = weight_a * a[i][j] + weight_b * b[i][j];
  }
  return result;
}

std::complex<double> weighted(const InteractionTerm& term, const NumberDensities& n) {
  return term.electron * n.electron + term.proton * n.proton + term.neutron * n.neutron;
}

/// int d^3x' N(x') e^(-M |x-x'|)/(4 pi |x-x'|) for all kinds of matter, GeV.
NumberDensities yukawa_integral(const MatterBody& body, double radius, double mass) {
  NumberDensities sum;
  for (size_t i = 0; i < body.shells.size(); ++i) {
    const NumberDensities inner = body.shells[i].densities;
    const NumberDensities outer = i + 1 < body.shells.size() ? body.shells[i + 1].densities : NumberDensities{};
    const double sphere = yukawa_sphere(radius, body.shells[i].outer_radius, mass);
    sum.electron += sphere * (inner.electron - outer.electron);
    sum.proton += sphere * (inner.proton - outer.proton);
    sum.neutron += sphere * (inner.neutron - outer.neutron);
  }
  return sum;
}

}  // namespace

NumberDensities number_densities(double density_g_cm3, double electrons_per_nucleon) {
  if (!(density_g_cm3 >= 0.0) || !std::isfinite(density_g_cm3)) {
    throw UserError("a density below zero", "a density is zero or above, in g/cm^3", "");
  }
  if (!(electrons_per_nucleon >= 0.0 && electrons_per_nucleon <= 1.0)) {
    throw UserError("electrons per nucleon outside 0 to 1", "Y_e counts protons among protons and neutrons",
                    "0.5 is a good value for light elements");
  }
  const double nucleons = density_g_cm3 * constants::avogadro_per_mol / (units::cm2 * units::cm);
  const double charged = electrons_per_nucleon * nucleons;
  return {charged, charged, nucleons - charged};
}

// eps^p = 2 eps^u + eps^d, eps^n = eps^u + 2 eps^d.
FlavourMatrix MatterStrengths::up() const {
  return combination(proton, 2.0 / 3.0, neutron, -1.0 / 3.0);
}

FlavourMatrix MatterStrengths::down() const {
  return combination(neutron, 2.0 / 3.0, proton, -1.0 / 3.0);
}

MatterStrengths matter_strengths(const Model& model) {
  MatterStrengths result;
  for (const VectorTerm& entry : vector_terms(model)) {
    if (entry.term.propagator.mass == 0.0) {
      throw UserError("the contact limit of model " + model.info().name, "a massless boson has an infinite range",
                      "give a body (earth, sun-uniform) and a place in it");
    }
    const double shape = entry.term.propagator.at(0.0);
    add(result.electron, entry, entry.term.electron * shape);
    add(result.proton, entry, entry.term.proton * shape);
    add(result.neutron, entry, entry.term.neutron * shape);
  }
  return result;
}

double longest_range(const Model& model) {
  double result = 0.0;
  for (const VectorTerm& entry : vector_terms(model)) {
    const Propagator& propagator = entry.term.propagator;
    if (!propagator.is_contact()) result = std::max(result, 1.0 / propagator.mass);
  }
  return result;
}

FlavourMatrix matter_hamiltonian(const Model& model, const NumberDensities& n, bool antineutrino) {
  const MatterStrengths strengths = matter_strengths(model);
  FlavourMatrix result{};
  for (size_t a = 0; a < 3; ++a) {
    for (size_t b = 0; b < 3; ++b) {
      result[a][b] = fermi_unit * (strengths.electron[a][b] * n.electron + strengths.proton[a][b] * n.proton +
                                   strengths.neutron[a][b] * n.neutron);
    }
  }
  result[0][0] += fermi_unit * n.electron;
  return antineutrino ? for_antineutrinos(result) : result;
}

NumberDensities MatterBody::at(double radius) const {
  for (const MatterShell& shell : shells) {
    if (radius <= shell.outer_radius) return shell.densities;
  }
  return {};
}

std::vector<MatterBody> matter_bodies() {
  constexpr std::string_view path = "data/model/matter_bodies.csv";
  const Table table = parse_table(embedded_table(path), std::string(path));
  std::vector<MatterBody> result;
  for (size_t row = 0; row < table.rows.size(); ++row) {
    const std::string& name = table.rows[row][table.column("body")];
    if (result.empty() || result.back().name != name) {
      result.push_back({name, table.rows[row][table.column("title")], {}});
    }
    result.back().shells.push_back({table.number(row, table.column("outer_radius_km")) * units::km,
                                    number_densities(table.number(row, table.column("density_g_cm3")),
                                                     table.number(row, table.column("electrons_per_nucleon")))});
  }
  return result;
}

MatterBody matter_body(std::string_view name) {
  std::vector<std::string> names;
  for (MatterBody& body : matter_bodies()) {
    if (body.name == name) return body;
    names.push_back(body.name);
  }
  unknown_name("body of matter", name, names);
}

FlavourMatrix matter_hamiltonian(const Model& model, const MatterBody& body, double radius, bool antineutrino) {
  if (!(radius >= 0.0)) throw UserError("a distance below zero", "it is counted from the centre of the body", "");
  const NumberDensities local = body.at(radius);
  FlavourMatrix result{};
  for (const VectorTerm& entry : vector_terms(model)) {
    const Propagator& propagator = entry.term.propagator;
    const std::complex<double> density =
        propagator.is_contact()
            ? weighted(entry.term, local)
            : residue(propagator) * weighted(entry.term, yukawa_integral(body, radius, propagator.mass));
    add(result, entry, fermi_unit * density);
  }
  result[0][0] += fermi_unit * local.electron;
  return antineutrino ? for_antineutrinos(result) : result;
}

double yukawa_sphere(double r, double R, double M) {
  return r <= R ? yukawa_inside(r, R, M) : yukawa_outside(r, R, M);
}

}  // namespace tridens::model
