// Sachs form factors of the nucleons, Q^2 in GeV^2, t = Q^2/4M^2 with M the mass of the nucleon, G_D = (1 +
// Q^2/L^2)^-2.
//
// - dipole: G_E^p = G_D, G_E^n = 0, G_M = mu G_D, L = 0.84 GeV. P. Ballett et al., JHEP 01 (2019) 119, arXiv:1807.10973
// - standard-dipole: the same with L^2 = 0.71, the G_D that fits compare themselves to
// - alberico: W. M. Alberico et al., Phys. Rev. C 79 (2009) 065204, arXiv:0812.3539 (the fit used in arXiv:1902.06765):
//           G_M^p = 2.7928 (1 + 1.09 t)/(1 + 12.31 t + 25.57 t^2 + 30.61 t^3)
//           G_E^p = (1 - 0.19 t)/(1 + 11.12 t + 15.16 t^2 + 21.25 t^3)
//           G_M^n = -1.913 (1 + 8.28 t)/(1 + 21.3 t + 77 t^2 + 238 t^3),  G_E^n = 1.68 t/(1 + 3.63 t) G_D,
//           L^2 = 0.71
// - kelly: J. J. Kelly, Phys. Rev. C 70 (2004) 068202:
//           G_E^p = (1 - 0.24 t)/(1 + 10.98 t + 12.82 t^2 + 21.97 t^3)
//           G_M^p = mu_p (1 + 0.12 t)/(1 + 10.97 t + 18.86 t^2 + 6.55 t^3)
//           G_M^n = mu_n (1 + 2.33 t)/(1 + 14.72 t + 24.20 t^2 + 84.1 t^3),  G_E^n = 1.70 t/(1 + 3.30 t) G_D,
//           L^2 = 0.71
// Fits to electron scattering, good to a few percent below Q^2 of a few GeV^2.

#include "tridens/matter/nucleon_form_factor.hh"

#include "tridens/base/constants.hh"
#include "tridens/base/error.hh"

namespace tridens::matter {
namespace {

struct Sachs {
  double electric, magnetic;
};

double dipole(double Q2, double squared_mass) {
  const double factor = 1.0 / (1.0 + Q2 / squared_mass);
  return factor * factor;
}

/// (1 + a t)/(1 + b1 t + b2 t^2 + b3 t^3)
double ratio(double t, double a, double b1, double b2, double b3) {
  return (1.0 + a * t) / (1.0 + t * (b1 + t * (b2 + t * b3)));
}

double t_of(Nucleon nucleon, double Q2) {
  const double mass = nucleon_mass(nucleon);
  return Q2 / (4.0 * mass * mass);
}

constexpr double galster_mass_squared = 0.71;  // GeV^2

Sachs with_dipole_shape(Nucleon nucleon, double shape) {
  if (nucleon == Nucleon::proton) return {shape, constants::proton_magnetic_moment * shape};
  return {0.0, constants::neutron_magnetic_moment * shape};
}

struct Dipole {
  static constexpr const char* name = "dipole";
  static Sachs at(Nucleon nucleon, double Q2) { return with_dipole_shape(nucleon, dipole(Q2, 0.84 * 0.84)); }
};

struct StandardDipole {
  static constexpr const char* name = "standard-dipole";
  static Sachs at(Nucleon nucleon, double Q2) { return with_dipole_shape(nucleon, dipole(Q2, galster_mass_squared)); }
};

struct Alberico {
  static constexpr const char* name = "alberico";
  static Sachs at(Nucleon nucleon, double Q2) {
    const double t = t_of(nucleon, Q2);
    if (nucleon == Nucleon::proton) {
      return {ratio(t, -0.19, 11.12, 15.16, 21.25), 2.7928 * ratio(t, 1.09, 12.31, 25.57, 30.61)};
    }
    return {1.68 * t / (1.0 + 3.63 * t) * dipole(Q2, galster_mass_squared), -1.913 * ratio(t, 8.28, 21.3, 77.0, 238.0)};
  }
};

struct Kelly {
  static constexpr const char* name = "kelly";
  static Sachs at(Nucleon nucleon, double Q2) {
    const double t = t_of(nucleon, Q2);
    if (nucleon == Nucleon::proton) {
      return {ratio(t, -0.24, 10.98, 12.82, 21.97),
              constants::proton_magnetic_moment * ratio(t, 0.12, 10.97, 18.86, 6.55)};
    }
    return {1.70 * t / (1.0 + 3.30 * t) * dipole(Q2, galster_mass_squared),
            constants::neutron_magnetic_moment * ratio(t, 2.33, 14.72, 24.20, 84.1)};
  }
};

template <class Fit>
class FittedFormFactor final : public NucleonFormFactor {
 public:
  double electric(Nucleon nucleon, double Q2) const override { return Fit::at(nucleon, Q2).electric; }
  double magnetic(Nucleon nucleon, double Q2) const override { return Fit::at(nucleon, Q2).magnetic; }
  std::string name() const override { return Fit::name; }
  void sachs(Nucleon nucleon, const double* Q2, double* electric, double* magnetic, size_t count) const override {
    for (size_t i = 0; i < count; ++i) {
      const Sachs point = Fit::at(nucleon, Q2[i]);
      electric[i] = point.electric;
      magnetic[i] = point.magnetic;
    }
  }
};

template <class Fit>
std::shared_ptr<const NucleonFormFactor> make() {
  return std::make_shared<FittedFormFactor<Fit>>();
}

}  // namespace

double nucleon_mass(Nucleon nucleon) {
  return nucleon == Nucleon::proton ? constants::proton_mass : constants::neutron_mass;
}

void NucleonFormFactor::structure_functions(Nucleon nucleon, const double* Q2, double* H1, double* H2,
                                            size_t count) const {
  sachs(nucleon, Q2, H1, H2, count);
  const double mass = nucleon_mass(nucleon);
  const double scale = 1.0 / (4.0 * mass * mass);
  for (size_t i = 0; i < count; ++i) {
    const double t = Q2[i] * scale;
    const double magnetic_squared = H2[i] * H2[i];
    H1[i] = (H1[i] * H1[i] + t * magnetic_squared) / (1.0 + t);
    H2[i] = magnetic_squared;
  }
}

std::shared_ptr<const NucleonFormFactor> make_nucleon_form_factor(std::string_view name) {
  if (name == "default" || name == Alberico::name) return make<Alberico>();
  if (name == Dipole::name) return make<Dipole>();
  if (name == StandardDipole::name) return make<StandardDipole>();
  if (name == Kelly::name) return make<Kelly>();
  std::vector<std::string> names;
  for (const FormFactorInfo& info : nucleon_form_factors()) names.push_back(info.name);
  unknown_name("nucleon form factor", name, names);
}

std::vector<FormFactorInfo> nucleon_form_factors() {
  return {
      {"default", "alberico", "", "", ""},
      {"alberico", "rational functions of Q^2/4M^2", "",
       "W. M. Alberico et al., Phys. Rev. C 79 (2009) 065204, arXiv:0812.3539", "Q^2 below 10 GeV^2"},
      {"dipole", "G_E^p = G_D, G_E^n = 0, G_M = mu G_D, mass 0.84 GeV", "",
       "P. Ballett et al., JHEP 01 (2019) 119, arXiv:1807.10973", "Q^2 below 1 GeV^2"},
      {"standard-dipole", "G_E^p = G_D, G_E^n = 0, G_M = mu G_D, mass squared 0.71 GeV^2", "",
       "J. J. Kelly, Phys. Rev. C 70 (2004) 068202", "Q^2 below 1 GeV^2"},
      {"kelly", "rational functions of Q^2/4M^2", "", "J. J. Kelly, Phys. Rev. C 70 (2004) 068202",
       "Q^2 below 10 GeV^2"},
  };
}

}  // namespace tridens::matter
