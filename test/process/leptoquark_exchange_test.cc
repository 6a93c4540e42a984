#include "tridens/process/leptoquark_exchange.hh"

#include <gtest/gtest.h>

#include <algorithm>

#include "dirac_reference.hh"
#include "inelastic_samples.hh"
#include "tridens/base/constants.hh"
#include "tridens/base/error.hh"
#include "tridens/base/units.hh"
#include "tridens/model/elastic_terms.hh"

namespace tridens::process {
namespace {

using namespace samples;
using units::cm2;
using Complex = std::complex<double>;
constexpr double G_F = constants::fermi_constant;

const model::QuarkMixing no_mixing({0.0, 0.0, 0.0, 0.0});

RequestTexts texts(const std::string& type, const std::string& mass, const std::string& coupling,
                   const std::string& contribution = "leptoquark") {
  return {
      {"type", type}, {"mass", mass}, {"lambda_mu", coupling}, {"border", "extend"}, {"contribution", contribution}};
}

TEST(LeptoquarkExchange, WidthThresholdAndNarrowWidthFactorAreTheReference) {
  // One channel of |lambda| = 1 at 1 TeV: M/16 pi, M^2/2m_N, pi/2M^2.
  const auto process = leptoquark("numubar", "p", texts("R2-tilde", "1 TeV", "1"));
  EXPECT_NEAR(process->widths()[0], 19.8944, 1e-4);
  EXPECT_NEAR(process->resonance_energy(0), 1e6 / (2.0 * constants::proton_mass), 1e-3);
  EXPECT_NEAR(1e6 / (constants::proton_mass + constants::neutron_mass), 5.3253e5, 5.0);
  // The factor times x f of the quark that absorbs an antineutrino, d.
  const double E = 3e6, x = process->resonance_energy(0) / E;
  const matter::PartonValues f = matter::make_parton_density("grv94lo")->evaluate(matter::Nucleon::proton, x, 1e6);
  EXPECT_NEAR(process->narrow_width(0, E) / cm2 / f[matter::parton::d], 6.1164e-34, 1e-37);
}

TEST(LeptoquarkExchange, TotalApproachesTheNarrowWidth) {
  for (const char* type : {"S1", "S3", "R2", "R2-tilde"}) {
    for (const char* neutrino : {"numu", "numubar"}) {
      const auto process = leptoquark(neutrino, "p", texts(type, "900 GeV", "0.02"));
      for (size_t i = 0; i < process->components().size(); ++i) {
        const double ratio = process->cross_section(i, 2e7).value / process->narrow_width(i, 2e7);
        EXPECT_NEAR(ratio, 1.0, 1e-3) << type << neutrino << process->components()[i].name;
      }
    }
  }
}

TEST(LeptoquarkExchange, WideResonanceExceedsTheNarrowWidthByItsTails) {
  // Of order Gamma/M.
  const auto process = leptoquark("numu", "n", texts("S1", "1 TeV", "0.7"));
  EXPECT_NEAR(process->cross_section(0, 1e9).value / process->narrow_width(0, 1e9), 1.0,
              2.0 * process->widths()[0] / 1000.0);
}

TEST(LeptoquarkExchange, ResonanceIsFlatInTheInelasticity) {
  const auto process = leptoquark("numu", "n", texts("S1", "1 TeV", "0.05"));
  const std::vector<double> values = process->inelasticity(0, 1e7, {0.05, 0.3, 0.6, 0.95});
  for (const double value : values) EXPECT_NEAR(value / values[0], 1.0, 2e-3);
}

TEST(LeptoquarkExchange, FarBelowTheResonanceTheInelasticityIsThatOfContactInteractions) {
  // nu_mu with R2-tilde: dbar is flat, d falls like (1 - y)^2; the third value follows from two.
  const auto process = leptoquark("numu", "n", texts("R2-tilde", "500 TeV", "1"));
  const std::vector<double> at = process->inelasticity(0, 1e7, {0.1, 0.5, 0.9});
  const double falling = (at[0] - at[2]) / (0.81 - 0.01), flat = at[2] - 0.01 * falling;
  EXPECT_NEAR(at[1] / (flat + 0.25 * falling), 1.0, 2e-3);
  EXPECT_GT(falling, 0.0);
  EXPECT_GT(flat, 0.0);
}

TEST(LeptoquarkExchange, InelasticityIntegratesToTheTotal) {
  const math::QuadratureRule rule = math::gauss_legendre(16);
  const auto process = leptoquark("numu", "p", texts("S3", "1 TeV", "0.5"));
  for (size_t i = 0; i < process->components().size(); ++i) {
    // A top quark needs y above m_t^2/s.
    double sum = 0.0;
    const std::vector<double> ends = {0.0, 0.02, 0.05, 0.2, 1.0};
    for (size_t panel = 0; panel + 1 < ends.size(); ++panel) {
      const double width = ends[panel + 1] - ends[panel];
      std::vector<double> y;
      for (const double node : rule.nodes) y.push_back(ends[panel] + width * node);
      const std::vector<double> values = process->inelasticity(i, 5e6, y);
      for (size_t k = 0; k < values.size(); ++k) sum += width * rule.weights[k] * values[k];
    }
    EXPECT_NEAR(sum / process->cross_section(i, 5e6).value, 1.0, 2e-3) << process->components()[i].name;
  }
}

TEST(LeptoquarkExchange, MapOfTheUnitCubeGivesTheTotal) {
  // The map begins anew where the shares of its parts end.
  for (const char* contribution : {"leptoquark", "difference", "total"}) {
    RequestTexts settings = texts("S1", "1 TeV", "1", contribution);
    settings["lambda_3mu"] = "0.5";
    const auto process = leptoquark("numu", "p", settings);
    for (size_t i = 0; i < process->components().size(); ++i) {
      const bool total = std::string(contribution) == "total";
      const bool top = process->components()[i].name.ends_with(" t");
      const std::vector<double> ends = top     ? std::vector<double>{0.0, 0.5, 1.0}
                                       : total ? std::vector<double>{0.0, 0.6, 0.8, 1.0}
                                               : std::vector<double>{0.0, 0.2, 0.6, 1.0};
      const double E = 3e6;
      EXPECT_NEAR(over_unit_square(*process, i, E, 6, ends) / process->cross_section(i, E).value, 1.0, 3e-3)
          << contribution << process->components()[i].name;
    }
  }
}

TEST(LeptoquarkExchange, TotalIsTheStandardModelAndTheDifference) {
  const double E = 2e6;
  const auto total_process = leptoquark("numu", "p", texts("S1", "1 TeV", "0.8", "total"));
  const auto difference = leptoquark("numu", "p", texts("S1", "1 TeV", "0.8", "difference"));
  const RequestTexts border = {{"border", "extend"}, {"current", "nc"}};
  const double standard = dis("numu", "p", border)->cross_section(0, E).value;
  ASSERT_EQ(total_process->components()[0].name, "proton -> numu");
  EXPECT_NEAR(total_process->cross_section(0, E).value, standard + difference->cross_section(0, E).value,
              1e-9 * standard);
  // Without the coupling there is nothing else, and the other flavour is not touched.
  const auto weak = leptoquark("numu", "p", texts("S1", "1 TeV", "1e-6", "total"));
  EXPECT_NEAR(weak->cross_section(0, E).value / standard, 1.0, 1e-9);
  EXPECT_NEAR(total(*leptoquark("nue", "p", texts("S1", "1 TeV", "0.8", "total")), E) /
                  (standard + dis("nue", "p", {{"border", "extend"}})->cross_section(0, E).value),
              1.0, 1e-5);
}

TEST(LeptoquarkExchange, TopQuarksNeedTheirMassInTheWidth) {
  detail::YukawaMatrix yukawa{};
  yukawa[2][2] = 1.0;
  const auto states = detail::leptoquark_states("S1", yukawa, no_mixing);
  const double r = 1.0 - 172.69 * 172.69 / 1e6;
  EXPECT_NEAR(detail::leptoquark_width(states[0], 1000.0, 172.69) / (1000.0 / (16.0 * units::pi)), 1.0 + r * r, 1e-12);
}

TEST(LeptoquarkExchange, LowEnergyLimitIsTheContactInteractionOfCoherentScattering) {
  // Shifts of g_L or g_R of the quarks, C D/4 sqrt2 G_F at s << M^2, against the couplings of protons and neutrons of
  // the models of coherent scattering.
  const double mass = 2000.0;
  detail::YukawaMatrix yukawa{};
  yukawa[0][1] = 0.6;
  for (const char* type : {"S1", "S3", "R2", "R2-tilde"}) {
    const auto states = detail::leptoquark_states(type, yukawa, no_mixing);
    const auto terms = detail::leptoquark_terms(states, {Flavour::muon, false}, {Flavour::muon, false, false},
                                                no_mixing, 0.23121, {6, 0.0, 0.0, 0.0});
    double up = 0.0, down = 0.0;
    for (const detail::LeptoquarkTerm& term : terms) {
      const bool is_up = term.parton == matter::parton::u || term.parton == matter::parton::ubar;
      // g C over g; amplitudes in units of s or u.
      const bool right = states[term.state].right_handed;
      const double g = (right ? 0.0 : (is_up ? 0.5 : -0.5)) - (is_up ? 2.0 / 3.0 : -1.0 / 3.0) * 0.23121;
      const detail::LeptoquarkPropagator propagator{mass, 1.0};
      const double shift =
          term.interference / g * propagator.real(term.resonant, 1e-3, 0.4) / (4.0 * std::sqrt(2.0) * G_F);
      // Quarks and antiquarks say the same.
      double& place = is_up ? up : down;
      if (place != 0.0) {
        EXPECT_NEAR(shift, place, 1e-6 * std::abs(shift)) << type;
      }
      place = shift;
    }
    std::string name = "leptoquark-" + std::string(type);
    std::transform(name.begin(), name.end(), name.begin(), [](char c) { return static_cast<char>(std::tolower(c)); });
    model::ElasticTerms elastic;
    model::make_model(name, {{"mass", "2 TeV"}, {"lambda_mu", "0.6"}})->add_elastic({Flavour::muon, false}, elastic);
    double proton = 0.0, neutron = 0.0;
    for (const model::ElasticChannel& channel : elastic.channels()) {
      for (const model::InteractionTerm& term : channel.terms) {
        if (term.lorentz != model::Lorentz::vector) continue;
        proton += term.proton.real(), neutron += term.neutron.real();
      }
    }
    EXPECT_NEAR(2.0 * up + down, proton, 1e-5 * std::abs(proton)) << type;
    EXPECT_NEAR(up + 2.0 * down, neutron, 1e-5 * std::abs(neutron)) << type;
  }
}

// The amplitude of nu q -> f q' once more: spinors of definite handedness, charge conjugation for F = 2, and the signs
// of fermion exchange from creation and annihilation operators on four modes (nu, q, f, q').
namespace spinors {

using dirac::Momentum;
using dirac::Spinor;
enum Mode { nu = 1, q = 2, f = 4, q_out = 8 };

/// Sign of a product of operators between |in> = a+_nu a+_q |0> and |out> = a+_f a+_q' |0>: `modes` from the left, the
/// first of each pair creating.
double sign(const std::vector<std::pair<Mode, bool>>& operators) {
  const auto apply = [](unsigned& state, Mode mode, bool create) {
    int passed = 0;
    for (unsigned lower = 1; lower < static_cast<unsigned>(mode); lower *= 2) passed += (state & lower) != 0;
    if (((state & mode) != 0) == create) return 0.0;
    state ^= static_cast<unsigned>(mode);
    return passed % 2 == 0 ? 1.0 : -1.0;
  };
  unsigned in = 0, out = 0;
  double result = apply(in, q, true) * apply(in, nu, true);
  const double norm = apply(out, q_out, true) * apply(out, f, true);
  for (auto it = operators.rbegin(); it != operators.rend(); ++it) result *= apply(in, it->first, it->second);
  return in == out ? result * norm : 0.0;
}

Spinor<double> handed(const Momentum<double>& p, bool right) {
  if (!right) return dirac::left_handed(p);
  // gamma5 of the parity image: P u_L(-p) = gamma0 u_L(-p).
  const Spinor<double> mirrored = dirac::left_handed(Momentum<double>{p.e, -p.x, -p.y, -p.z});
  return {mirrored[0], mirrored[1], -mirrored[2], -mirrored[3]};
}

Complex contract(const dirac::Current<double>& a, const dirac::Current<double>& b) {
  return a[0] * b[0] - a[1] * b[1] - a[2] * b[2] - a[3] * b[3];
}

/// u^T C v with C = i gamma2 gamma0.
Complex conjugated(const Spinor<double>& u, const Spinor<double>& v) {
  return -u[0] * v[3] + u[1] * v[2] - u[2] * v[1] + u[3] * v[0];
}

Complex product(const Spinor<double>& bar, const Spinor<double>& v) {
  return bar[0] * v[0] + bar[1] * v[1] + bar[2] * v[2] + bar[3] * v[3];
}

struct Legs {
  Spinor<double> nu, q, f, q_out;
};

/// -2 sqrt2 G_F g (fbar g^m P_L nu)(qbar' g_m P q), for unit 2 sqrt2 G_F g.
Complex boson(const Legs& u) {
  return -sign({{f, true}, {nu, false}, {q_out, true}, {q, false}}) *
         contract(dirac::vector_current(dirac::bar(u.f), u.nu), dirac::vector_current(dirac::bar(u.q_out), u.q));
}

/// J^+ J/M^2 with J = qbar^c nu (F = 2), or J = qbar' nu and J^+ = fbar q (F = 0), for unit couplings over M^2.
Complex contact(const Legs& u, int fermion_number) {
  if (fermion_number == 2) {
    return sign({{f, true}, {q_out, true}, {q, false}, {nu, false}}) * std::conj(conjugated(u.q_out, u.f)) *
           conjugated(u.q, u.nu);
  }
  return sign({{f, true}, {q, false}, {q_out, true}, {nu, false}}) * product(dirac::bar(u.f), u.q) *
         product(dirac::bar(u.q_out), u.nu);
}

}  // namespace spinors

TEST(LeptoquarkExchange, AmplitudesAreThoseOfSpinorsAndFieldOperators) {
  for (const double cosine : {-0.8, 0.1, 0.7}) {
    const double E = 50.0, sine = std::sqrt(1.0 - cosine * cosine), phi = 0.9, s = 4.0 * E * E;
    const dirac::Momentum<double> k{E, 0, 0, E}, p{E, 0, 0, -E};
    const dirac::Momentum<double> k2{E, E * sine * std::cos(phi), E * sine * std::sin(phi), E * cosine};
    const dirac::Momentum<double> p2 = k + p - k2;
    const double y = 0.5 * (1.0 - cosine), Q2 = s * y;
    EXPECT_NEAR(2.0 * k.dot(k2), Q2, 1e-9);
    for (const int fermion_number : {2, 0}) {
      const bool right = fermion_number == 0;
      const spinors::Legs u{spinors::handed(k, false), spinors::handed(p, right), spinors::handed(k2, false),
                            spinors::handed(p2, right)};
      // nu q is resonant for F = 2 and crossed for F = 0; contact: D -> -1/M^2.
      const double g = 0.37, lambda2 = 0.8, mass = 3e4;
      const Complex amplitude = 2.0 * std::sqrt(2.0) * G_F * g * spinors::boson(u) +
                                lambda2 / (mass * mass) * spinors::contact(u, fermion_number);
      const bool resonant = fermion_number == 2;
      const detail::LeptoquarkPropagator propagator{mass, 1.0};
      const double C = (fermion_number == 2 ? 1.0 : -1.0) * lambda2;
      const double factor = resonant ? s * s : std::pow(s * (1.0 - y), 2);
      const double boson = 4.0 * std::sqrt(2.0) * G_F * g;
      const double mine = factor * (boson * boson + C * C * propagator.squared(resonant, s, y) +
                                    2.0 * boson * C * propagator.real(resonant, s, y));
      EXPECT_NEAR(std::norm(amplitude) / mine, 1.0, 1e-4) << fermion_number << " " << cosine;
      // Without the boson: |lambda|^4 s^2/M^4 or u^2/M^4.
      EXPECT_NEAR(std::norm(spinors::contact(u, fermion_number)) / factor, 1.0, 1e-10);
    }
  }
}

TEST(LeptoquarkExchange, TermsHaveTheRightPartons) {
  // F = 2: nu d resonant, nu ubar in the u channel to a charged lepton. F = 0: nu dbar resonant.
  detail::YukawaMatrix yukawa{};
  yukawa[0][1] = 1.0;
  const auto terms = [&](const char* type, bool antineutrino, bool charged) {
    return detail::leptoquark_terms(detail::leptoquark_states(type, yukawa, no_mixing), {Flavour::muon, antineutrino},
                                    {Flavour::muon, charged, false}, no_mixing, 0.23121, {6, 1.4, 4.75, 172.69});
  };
  const auto partons = [](const std::vector<detail::LeptoquarkTerm>& all) {
    std::vector<std::pair<size_t, bool>> result;
    for (const auto& term : all) result.emplace_back(term.parton, term.resonant);
    return result;
  };
  namespace parton = matter::parton;
  using List = std::vector<std::pair<size_t, bool>>;
  EXPECT_EQ(partons(terms("S1", false, false)), (List{{parton::d, true}, {parton::dbar, false}}));
  EXPECT_EQ(partons(terms("S1", false, true)), (List{{parton::d, true}, {parton::ubar, false}}));
  EXPECT_EQ(partons(terms("S1", true, true)), (List{{parton::dbar, true}, {parton::u, false}}));
  EXPECT_EQ(partons(terms("R2", false, false)), (List{{parton::ubar, true}, {parton::u, false}}));
  EXPECT_EQ(partons(terms("R2-tilde", true, false)), (List{{parton::d, true}, {parton::dbar, false}}));
  EXPECT_TRUE(terms("R2", false, true).empty());
  // S1 adds to W exchange at low energies (C D > 0 below the resonance), S3 subtracts.
  EXPECT_LT(terms("S1", false, true)[0].interference, 0.0);
  EXPECT_GT(terms("S3", false, true)[0].interference, 0.0);
}

TEST(LeptoquarkExchange, MassesBelowDirectLimitsAreWarnedAbout) {
  const auto warned = leptoquark("numu", "p", texts("S1", "900 GeV", "0.5"))->warnings();
  EXPECT_NE(std::find_if(warned.begin(), warned.end(),
                         [](const std::string& text) { return text.find("2006.05872") != std::string::npos; }),
            warned.end());
  for (const std::string& text : leptoquark("numu", "p", texts("S1", "3 TeV", "0.5"))->warnings()) {
    EXPECT_EQ(text.find("direct limit"), std::string::npos);
  }
}

TEST(LeptoquarkExchange, WrongSettingsAreRefused) {
  EXPECT_THROW(leptoquark("numu", "p", texts("S2", "1 TeV", "1")), UserError);
  EXPECT_THROW(leptoquark("numu", "p", texts("S1", "1 TeV", "0")), UserError);
  EXPECT_THROW(leptoquark("numu", "p", texts("S1", "1 TeV", "5")), UserError);
  EXPECT_THROW(leptoquark("numu", "p", texts("S1", "1", "1")), UserError);
  EXPECT_THROW(leptoquark("nue", "p", texts("S1", "1 TeV", "1")), UserError);
  RequestTexts settings = texts("S1", "1 TeV", "1");
  settings["width"] = "0 GeV";
  EXPECT_THROW(leptoquark("numu", "p", settings), UserError);
  settings = texts("S1", "2 TeV", "1");
  settings["border"] = "error";
  EXPECT_THROW(leptoquark("numu", "p", settings), UserError);
}

}  // namespace
}  // namespace tridens::process
