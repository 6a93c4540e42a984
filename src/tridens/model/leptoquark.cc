// Scalar leptoquarks with real Yukawa couplings lambda_a of the first quark generation to the lepton of flavour a:
//
//   S1       lambda_a Qbar^c i tau2 L_a S1        neutrino with d_L (-lambda)
//   R2       lambda_a ubar_R L_a R2               neutrino with u_R
//   R2-tilde lambda_a dbar_R L_a R2~              neutrino with d_R
//   S3       lambda_a Qbar^c i tau2 tau L_a S3    neutrino with d_L (lambda) and u_L (sqrt2 lambda)
//
// Integrated out, after a Fierz transformation of anticommuting fields: F = 0 (R2, R2-tilde) gives
//   L = -(lambda_a lambda_b/2 m^2) (nubar_a g^m P_L nu_b)(qbar g_m P_R q),
// F = 2 (S1, S3) +(lambda_a lambda_b/2 m^2) (...)(qbar g_m P_L q), hence non-standard interactions (nsi.cc)
//   eps_ab^q = eta lambda_a lambda_b c_q/(4 sqrt2 G_F m^2),  eta = +1 (F = 0), -1 (F = 2),
// with c_q = 1, and 2 for u_L of S3: g_V^p and g_V^n move by (1, 2), (2, 1), (1, 2), (5, 4) times eps. R2 and R2-tilde
// interfere destructively with the Standard Model, S1 and S3 constructively. "interference = uniform" takes eta = +1
// for all four, for comparison with figures of V. De Romeri, V. M. Lozano, G. Sanchez Garcia (2307.13790).
//
// The exchange is in the s channel (F = 2) or u channel (F = 0), never in Q^2: only the contact limit m >> 1 GeV has a
// meaning. "propagator = momentum-transfer" is the prescription 1/m^2 -> 1/(Q^2 + m^2) of that paper.
#include "tridens/model/leptoquark.hh"

#include <cmath>

#include "tridens/base/constants.hh"
#include "tridens/base/error.hh"
#include "tridens/model/detail/settings.hh"

namespace tridens::model {
namespace {

constexpr double smallest_mass = 1.0 * units::keV, largest_mass = 1e6, largest_yukawa = 100.0;
constexpr double smallest_contact_mass = 1.0;  // a nucleon mass: s and u of the exchange are of this size
constexpr std::array<const char*, 3> yukawa_keys = {"lambda_e", "lambda_mu", "lambda_tau"};

std::vector<Parameter> parameters() {
  std::vector<Parameter> result = StandardModel::parameters();
  result.push_back({"mass", "mass of the leptoquark", Dimension::energy, "", smallest_mass, largest_mass});
  result.push_back({"coupling", "Yukawa coupling of the first and second generation of leptons; or give lambda_e, ...",
                    Dimension::number, "", -largest_yukawa, largest_yukawa});
  for (const char* key : yukawa_keys) {
    result.push_back({key, "Yukawa coupling of the leptons of this generation", Dimension::number, "0", -largest_yukawa,
                      largest_yukawa});
  }
  result.push_back({"interference", "sign with the Standard Model: derived, or uniform (destructive for all four)",
                    Dimension::number, "derived", 0.0, 0.0});
  result.push_back({"propagator", "contact, or momentum-transfer: the prescription 1/(Q^2 + m^2)", Dimension::number,
                    "contact", 0.0, 0.0});
  return result;
}

Parameter parameter(const std::string& name) {
  for (Parameter& candidate : parameters()) {
    if (candidate.name == name) return candidate;
  }
  throw Failure("no parameter " + name, "a leptoquark does not have it", "");
}

std::array<double, 3> read_yukawa(const Settings& settings, const std::string& model) {
  bool single = false;
  for (const char* key : yukawa_keys) single = single || settings.contains(key);
  if (single && settings.contains("coupling")) {
    throw UserError("coupling and lambda_e, lambda_mu or lambda_tau are given",
                    "coupling stands for lambda_e = lambda_mu", "give one kind");
  }
  if (!single) {
    const double g = detail::value_of(parameter("coupling"), settings, model);
    return {g, g, 0.0};
  }
  std::array<double, 3> result{};
  for (size_t i = 0; i < 3; ++i) result[i] = detail::value_of(parameter(yukawa_keys[i]), settings, model);
  return result;
}

}  // namespace

std::vector<LeptoquarkKind> leptoquark_kinds() {
  return {{"leptoquark-s1", "scalar leptoquark S1, (3bar, 1, 1/3)", "Qbar^c i tau2 L S1", 0.0, 1.0, true, 2},
          {"leptoquark-r2", "scalar leptoquark R2, (3, 2, 7/6)", "ubar_R L R2", 1.0, 0.0, false, 0},
          {"leptoquark-r2-tilde", "scalar leptoquark R2-tilde, (3, 2, 1/6)", "dbar_R L R2~", 0.0, 1.0, false, 0},
          {"leptoquark-s3", "scalar leptoquark S3, (3bar, 3, 1/3)", "Qbar^c i tau2 tau L S3", 2.0, 1.0, true, 2}};
}

Leptoquark::Leptoquark(LeptoquarkKind kind, const Settings& settings)
    : standard_(StandardModel::own(settings)), kind_(std::move(kind)) {
  detail::check_names(parameters(), settings, kind_.name);
  mass_ = detail::value_of(parameter("mass"), settings, kind_.name);
  yukawa_ = read_yukawa(settings, kind_.name);
  interference_ = detail::choice_of("interference", {"derived", "uniform"}, settings);
  propagator_ = detail::choice_of("propagator", {"contact", "momentum-transfer"}, settings);
  if (propagator_ == "contact" && mass_ < smallest_contact_mass) {
    throw UserError("a leptoquark of mass " + detail::value_text(mass_, Dimension::energy),
                    "it is exchanged in the s or u channel of a neutrino and a quark, so that the contact interaction "
                    "needs a mass far above 1 GeV",
                    "give a larger mass, or propagator = momentum-transfer for the prescription 1/(Q^2 + m^2) of the "
                    "literature");
  }
}

ModelInfo Leptoquark::info() const {
  return {kind_.name,
          kind_.title,
          "L = lambda " + kind_.operator_text + " + h.c.; eps_ab^q = eta lambda_a lambda_b/(4 sqrt2 G_F m^2) for " +
              (kind_.left_handed_quarks ? "left" : "right") +
              "-handed quarks, eta = " + (kind_.fermion_number == 2 ? "-1 (constructive)" : "+1 (destructive)"),
          parameters(),
          {"2307.13790", "1603.04993"},
          "contact interactions of neutrinos with quarks: mass far above 1 GeV; electrons are not touched",
          {"cevns"}};
}

Settings Leptoquark::resolved() const {
  Settings result = standard_.resolved();
  result["mass"] = detail::value_text(mass_, Dimension::energy);
  for (size_t i = 0; i < 3; ++i) result[yukawa_keys[i]] = detail::value_text(yukawa_[i], Dimension::number);
  result["interference"] = interference_;
  result["propagator"] = propagator_;
  return result;
}

void Leptoquark::add_elastic(Neutrino incoming, ElasticTerms& terms) const {
  const double eta = interference_ == "uniform" || kind_.fermion_number == 0 ? 1.0 : -1.0;
  const bool contact = propagator_ == "contact";
  const double lambda = yukawa_[static_cast<size_t>(incoming.flavour)];
  for (int i = 0; i < flavour_count; ++i) {
    const double product = lambda * yukawa_[static_cast<size_t>(i)];
    if (product == 0.0) continue;
    double strength = eta * product / (4.0 * std::sqrt(2.0) * constants::fermi_constant);
    if (contact) strength /= mass_ * mass_;
    const double up = strength * kind_.up, down = strength * kind_.down;
    const double sign = kind_.left_handed_quarks ? 1.0 : -1.0;  // eps^A = eps^L - eps^R
    const auto spin = [&](Nucleon nucleon) {
      return sign * (up * charges_.axial(Quark::up, nucleon) + down * charges_.axial(Quark::down, nucleon));
    };
    const Propagator propagator = contact ? Propagator{} : exchange(mass_);
    const OutgoingState state = outgoing({static_cast<Flavour>(i), incoming.antiparticle});
    terms.add(state, {kind_.name, Lorentz::vector, 2.0 * up + down, up + 2.0 * down, 0.0, propagator});
    terms.add(state, {kind_.name, Lorentz::axial, spin(Nucleon::proton), spin(Nucleon::neutron), 0.0, propagator});
  }
}

}  // namespace tridens::model
