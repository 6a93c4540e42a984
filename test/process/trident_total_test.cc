// Totals by quadrature: photon fluxes against contracted hadronic tensors, kinematic limits, symmetries and limits.
#include <gtest/gtest.h>

#include <array>
#include <cmath>
#include <limits>
#include <string>
#include <vector>

#include "dirac_reference.hh"
#include "tridens/base/constants.hh"
#include "tridens/base/error.hh"
#include "tridens/math/gauss_legendre.hh"
#include "tridens/process/trident.hh"
#include "trident_samples.hh"

namespace tridens::process {
namespace {

using samples::e, samples::mu, samples::Reaction, samples::tau;
using Momentum = dirac::Momentum<double>;

constexpr Neutrino numu{Flavour::muon, false}, numubar{Flavour::muon, true}, nue{Flavour::electron, false},
    nuebar{Flavour::electron, true};

double pair_mass(Flavour a, Flavour b) {
  return charged_lepton_mass(a) + charged_lepton_mass(b);
}

// ---- photon fluxes --------------------------------------------------------------------------------------------------

struct Fluxes {
  double transverse, longitudinal;
};

/// h^T = 2/(EM)^2 [k1 k1 - shat^2/(4Q^2) g] H and h^L = k1 k1 H/(EM)^2 (1807.10973 eq. 2.15) for a hadronic tensor
/// given by its contractions with a pair of equal real vectors.
template <class Tensor>
Fluxes contracted_fluxes(double energy, double mass, double shat, double Q2, const Tensor& squared) {
  const double k1k1 = squared(Momentum{energy, 0, 0, energy});
  const double metric = squared(Momentum{1, 0, 0, 0}) - squared(Momentum{0, 1, 0, 0}) - squared(Momentum{0, 0, 1, 0}) -
                        squared(Momentum{0, 0, 0, 1});
  const double norm = 1.0 / (energy * energy * mass * mass);
  return {2.0 * norm * (k1k1 - shat * shat / (4.0 * Q2) * metric), norm * k1k1};
}

/// q = P - P' in the laboratory.
Momentum photon_momentum(double energy, double mass, double shat, double Q2) {
  const double q0 = -Q2 / (2.0 * mass), qz = q0 - shat / (2.0 * energy);
  return {q0, std::sqrt(std::fmax(Q2 + q0 * q0 - qz * qz, 0.0)), 0.0, qz};
}

Fluxes nucleus_fluxes(double energy, double mass, double shat, double Q2) {
  const Momentum q = photon_momentum(energy, mass, shat, Q2);
  const Momentum middle = Momentum{mass, 0, 0, 0} - q * 0.5;
  return contracted_fluxes(energy, mass, shat, Q2,
                           [&](const Momentum& v) { return 4.0 * middle.dot(v) * middle.dot(v); });
}

/// From explicit spinors of the nucleon before and after.
Fluxes nucleon_fluxes(double energy, double mass, double shat, double Q2, double F1, double F2) {
  const Momentum before{mass, 0, 0, 0}, after = before - photon_momentum(energy, mass, shat, Q2);
  return contracted_fluxes(energy, mass, shat, Q2, [&](const Momentum& v) {
    dirac::LeptonCurrents<double> currents{};
    currents.vector[0] = dirac::current_of(v);
    return dirac::nucleon_squared(currents, before, after, mass, F1, F2).vv;
  });
}

struct PhotonPoint {
  double energy, shat, Q2;
};
const std::array<PhotonPoint, 4> photon_points = {PhotonPoint{1.0, 0.06, 0.01}, PhotonPoint{5.0, 0.5, 0.01},
                                                  PhotonPoint{5.0, 2.0, 0.3}, PhotonPoint{40.0, 10.0, 0.5}};

TEST(TridentPhotonFlux, ClosedFormsOfANucleusAreItsContractedTensor) {
  constexpr double M = 37.2;
  for (const PhotonPoint& p : photon_points) {
    const Fluxes h = nucleus_fluxes(p.energy, M, p.shat, p.Q2);
    const double over = p.shat / (2.0 * p.energy);
    EXPECT_NEAR(h.transverse, 8.0 * (1.0 - over / M - over * over / p.Q2), 1e-9);
    EXPECT_NEAR(h.longitudinal, 4.0 * std::pow(1.0 - over / (2.0 * M), 2), 1e-9);
  }
}

TEST(TridentPhotonFlux, ANeutronWithoutElectricFormFactorHasTheSimpleLongitudinalFlux) {
  // G_E = F1 - t F2 = 0: h^L = 4 e^2 (1 + t) t rho F2^2, t = Q^2/4M^2, from spinors and from the H1, H2 form.
  constexpr double M = constants::neutron_mass, F2 = -1.3;
  for (const PhotonPoint& p : photon_points) {
    const double over = p.shat / (2.0 * p.energy), rho = 1.0 - over / M - over * over / p.Q2;
    ASSERT_GT(rho, 0.0);
    const double t = p.Q2 / (4.0 * M * M), simple = 4.0 * (1.0 + t) * t * rho * F2 * F2;
    const double GM = (1.0 + t) * F2, H1 = t * GM * GM / (1.0 + t), H2 = GM * GM;
    const double general = 4.0 * (std::pow(1.0 - over / (2.0 * M), 2) * H1 - over * over / (4.0 * M * M) * H2);
    EXPECT_NEAR(nucleon_fluxes(p.energy, M, p.shat, p.Q2, t * F2, F2).longitudinal / simple, 1.0, 1e-7);
    EXPECT_NEAR(general / simple, 1.0, 1e-10);
  }
}

TEST(TridentPhotonFlux, OnlyTheMagneticPartsAndTheLongitudinalChargeSurviveAtTheSmallestVirtuality) {
  constexpr double M = constants::proton_mass, energy = 5.0, shat = 1.0;
  const double lowest = M * shat * shat / (2.0 * energy * (2.0 * energy * M - shat)), t = lowest / (4.0 * M * M);
  const Fluxes nucleus = nucleus_fluxes(energy, M, shat, lowest);
  EXPECT_NEAR(nucleus.transverse, 0.0, 1e-12);
  EXPECT_GT(nucleus.longitudinal, 3.0);
  EXPECT_GT(nucleon_fluxes(energy, M, shat, lowest, 1.0, 1.79).transverse, 0.01);
  EXPECT_NEAR(nucleon_fluxes(energy, M, shat, lowest, t * 1.79, 1.79).longitudinal, 0.0, 1e-12);
  const Fluxes large = nucleus_fluxes(50.0, 37.2, 0.5, 0.3);
  EXPECT_NEAR(large.transverse / large.longitudinal, 2.0, 0.01);
}

/// The total with photon fluxes from tensors and spinors, in other variables (ln Q^2, ln W^2) than the library's.
double total_from_tensors(const Trident& trident, size_t component, double energy) {
  const Component& target = trident.components()[component];
  const auto& channel = trident.options().channel;
  const LeptonTable table = LeptonTable::compute(channel.minus, channel.plus, samples::short_grid(), 2);
  const double M = target.target_mass, m = pair_mass(channel.minus, channel.plus);
  const TridentLimits limits = trident_limits(energy, M, m);
  const auto rule = math::gauss_legendre(110);  // the Pauli factor has a kink
  const auto nuclide = matter::nuclide(target.nuclide);
  const auto nuclear = matter::make_nuclear_form_factor(trident.options().form_factor, nuclide);
  const auto nucleonic = matter::make_nucleon_form_factor(trident.options().nucleon_form_factor);
  const double low = std::log(limits.lowest_Q2);
  const double high = std::log(std::fmin(limits.highest_Q2, table.grid().largest_Q2));
  double sum = 0.0;
  for (size_t i = 0; i < rule.nodes.size(); ++i) {
    const double Q2 = std::exp(low + (high - low) * rule.nodes[i]);
    const double begin = std::log(m * m), end = std::log(trident_highest_W2(energy, M, Q2));
    for (size_t j = 0; j < rule.nodes.size(); ++j) {
      // Nodes crowd at threshold and where rho vanishes.
      const double v = rule.nodes[j], t = v * v * (3.0 - 2.0 * v);
      const double W2 = std::exp(begin + (end - begin) * t), shat = W2 + Q2;
      ShapeMoments sigma{};
      table.evaluate(W2, Q2, sigma);
      Fluxes h{};
      if (target.name == "coherent") {
        h = nucleus_fluxes(energy, M, shat, Q2);
        const double ZF = nuclide.proton_number * nuclear->value(Q2);
        h = {h.transverse * ZF * ZF, h.longitudinal * ZF * ZF};
      } else {
        const auto nucleon = target.name == "proton" ? matter::Nucleon::proton : matter::Nucleon::neutron;
        const double GE = nucleonic->electric(nucleon, Q2), GM = nucleonic->magnetic(nucleon, Q2);
        const double tau_Q = Q2 / (4.0 * M * M), pauli = matter::PauliBlocking{0.235}.factor(Q2, M);
        h = nucleon_fluxes(energy, M, shat, Q2, (GE + tau_Q * GM) / (1.0 + tau_Q), (GM - GE) / (1.0 + tau_Q));
        h = {h.transverse * pauli, h.longitudinal * pauli};
      }
      const auto& vertex = trident.options().vertex;
      const double value = h.transverse * sigma[0].transverse.combine(vertex.V, vertex.A) +
                           h.longitudinal * sigma[0].longitudinal.combine(vertex.V, vertex.A);
      sum += rule.weights[i] * rule.weights[j] * (high - low) * (end - begin) * 6.0 * v * (1.0 - v) * W2 / shat * value;
    }
  }
  return sum * constants::electric_charge_squared * target.multiplicity / (32.0 * units::pi * units::pi);
}

TEST(TridentTotal, PhotonFluxesAreThoseOfTensorsAndSpinors) {
  const Trident trident(samples::options({numu, mu, mu}, {"coherent", "proton", "neutron"}), samples::muon_tables());
  for (const double energy : {0.6, 4.0}) {
    for (size_t k = 0; k < 3; ++k) {
      EXPECT_NEAR(trident.cross_section(k, energy).value / total_from_tensors(trident, k, energy), 1.0, 2e-5)
          << trident.components()[k].name << " at " << energy;
    }
  }
}

TEST(TridentTotal, QuadratureHasConverged) {
  const Trident muons(samples::options({numu, mu, mu}, {"coherent", "proton", "neutron"}), samples::muon_tables());
  const Trident electrons(samples::options({numu, e, e}, {"coherent"}), samples::electron_tables());
  for (const Trident* trident : {&muons, &electrons}) {
    for (size_t k = 0; k < trident->components().size(); ++k) {
      for (const double energy : {0.3, 1.0, 5.0}) {
        const auto& vertex = trident->options().vertex;
        const double normal = trident->combine(trident->terms(k, energy), vertex);
        const double fine = trident->combine(trident->terms(k, energy, {0.25, 8, 40}), vertex);
        EXPECT_NEAR(normal / fine, 1.0, 1e-5) << trident->components()[k].name << " at " << energy;
        const CrossSection quoted = trident->cross_section(k, energy);
        EXPECT_GE(quoted.error, std::fabs(normal - fine));
        EXPECT_LT(quoted.error, 1e-3 * quoted.value);
      }
    }
  }
}

// ---- kinematic limits -----------------------------------------------------------------------------------------------

TEST(TridentLimits, AreTheCornersOfTheRangesOfShat) {
  // Lovseth-Radomski's limits of Q^2 and shat_min/max of 1807.10973: shat = Q^2 + m_L^2 at both ends.
  for (const double M : {constants::proton_mass, 37.2, 193.7}) {
    for (const double m : {pair_mass(e, e), pair_mass(e, mu), pair_mass(mu, mu)}) {
      for (const double energy : {0.5, 5.0, 300.0}) {
        const long double E = energy, mass = M, m2 = static_cast<long double>(m) * m;
        const long double root = std::sqrt((2 * E * mass - m2) * (2 * E * mass - m2) - 4 * mass * mass * m2);
        const long double common = E / (2 * E + mass);
        const TridentLimits limits = trident_limits(energy, M, m);
        const double lowest = static_cast<double>(common * (m2 + 2 * E * mass - root) - m2);
        const double highest = static_cast<double>(common * (m2 + 2 * E * mass + root) - m2);
        EXPECT_NEAR(limits.highest_Q2 / highest, 1.0, 1e-12);
        // The published difference loses digits where Q^2 << m_L^2, even in long double.
        EXPECT_NEAR(limits.lowest_Q2, lowest, 1e-10 * lowest + 1e-17 * energy * M);
        EXPECT_DOUBLE_EQ(limits.threshold_energy, m + m * m / (2.0 * M));
        EXPECT_NEAR(trident_highest_W2(energy, M, limits.lowest_Q2) / (m * m), 1.0, 1e-9);
        EXPECT_NEAR(trident_highest_W2(energy, M, limits.highest_Q2), m * m, 1e-10 * limits.highest_Q2);
      }
    }
  }
}

TEST(TridentLimits, TransverseFluxVanishesAtTheLargestLeptonMass) {
  for (const double Q2 : {1e-5, 1e-3, 0.1}) {
    for (const double M : {constants::proton_mass, 37.2}) {
      constexpr double energy = 7.0;
      const double shat = trident_highest_W2(energy, M, Q2) + Q2, over = shat / (2.0 * energy);
      EXPECT_NEAR(1.0 - over / M - over * over / Q2, 0.0, 1e-12);
      EXPECT_NEAR(M * shat * shat / (2.0 * energy * (2.0 * energy * M - shat)) / Q2, 1.0, 1e-12);
    }
  }
}

TEST(TridentLimits, CloseAtThreshold) {
  const double m = pair_mass(mu, mu), M = 37.2, threshold = m + m * m / (2.0 * M);
  const TridentLimits open = trident_limits(threshold * (1.0 + 1e-9), M, m);
  EXPECT_NEAR(open.lowest_Q2 / open.highest_Q2, 1.0, 1e-3);
  EXPECT_EQ(trident_limits(threshold, M, m).highest_Q2, 0.0);
}

// ---- symmetries and limits of the totals ----------------------------------------------------------------------------

TEST(TridentTotal, OpensWithTheFifthPowerAboveThreshold) {
  // Three slow massive particles give T^2, the neutrino E2 dE2, the amplitude squared one more E2: (E - E_th)^5.
  const Trident trident(samples::options({numu, mu, mu}, {"coherent"}), samples::muon_tables());
  const double threshold = trident.threshold(0);
  const auto sigma = [&](double excess) { return trident.cross_section(0, threshold * (1.0 + excess)).value; };
  EXPECT_NEAR(std::log2(sigma(2e-4) / sigma(1e-4)), 5.0, 0.01);
  EXPECT_NEAR(std::log2(sigma(2e-3) / sigma(1e-3)), 5.0, 0.05);
}

TEST(TridentTotal, IsZeroAndFlaggedBelowThreshold) {
  const Trident trident(samples::options({numu, mu, mu}, {"coherent", "proton"}), samples::muon_tables());
  const double between = 0.5 * (trident.threshold(0) + trident.threshold(1));
  EXPECT_FALSE(trident.cross_section(0, between).below_threshold);
  EXPECT_GT(trident.cross_section(0, between).value, 0.0);
  EXPECT_TRUE(trident.cross_section(1, between).below_threshold);
  EXPECT_EQ(trident.cross_section(1, between).value, 0.0);
  EXPECT_TRUE(trident.cross_section(0, trident.threshold(0)).below_threshold);
}

TEST(TridentTotal, ChargeConjugateReactionsAreEqual) {
  const model::Settings unequal = {{"V", "0.3"}, {"A", "-0.8"}};
  struct Conjugates {
    Reaction neutrino, antineutrino;
    std::shared_ptr<const LeptonTables> tables;
  };
  for (const Conjugates& c : {Conjugates{{numu, mu, mu}, {numubar, mu, mu}, samples::muon_tables()},
                              Conjugates{{numu, mu, e}, {numubar, e, mu}, samples::mixed_tables()},
                              Conjugates{{nue, e, mu}, {nuebar, mu, e}, samples::mixed_tables()},
                              Conjugates{{numu, mu, e, "Ar40", "four-fermion", unequal},
                                         {numubar, e, mu, "Ar40", "four-fermion", unequal},
                                         samples::mixed_tables()}}) {
    const Trident particle(samples::options(c.neutrino, {"coherent"}), c.tables);
    const Trident antiparticle(samples::options(c.antineutrino, {"coherent"}), c.tables);
    for (const double energy : {1.0, 5.0}) {
      EXPECT_NEAR(particle.cross_section(0, energy).value / antiparticle.cross_section(0, energy).value, 1.0, 1e-7);
    }
  }
}

TEST(TridentTotal, InterferenceOfVectorAndAxialCouplingsVanishesForEqualLeptonsAlone) {
  const Trident equal(samples::options({numu, mu, mu}, {"coherent"}), samples::muon_tables());
  const auto equal_terms = equal.terms(0, 4.0)[0];
  EXPECT_NEAR(equal_terms.va / equal_terms.vv, 0.0, 1e-7);
  // numu -> mu- e+: the photon splits mostly into e- e+ and numu e- -> mu- nue is flat in angle; nue -> e- mu+ strikes
  // the e+, with a third of that cross section.
  const Trident struck_electron(samples::options({numu, mu, e}, {"coherent"}), samples::mixed_tables());
  const Trident struck_positron(samples::options({nue, e, mu}, {"coherent"}), samples::mixed_tables());
  for (const double energy : {1.0, 4.0}) {
    const double ratio =
        struck_positron.cross_section(0, energy).value / struck_electron.cross_section(0, energy).value;
    EXPECT_GT(ratio, 1.0 / 3.0);
    EXPECT_LT(ratio, 0.65);
  }
}

TEST(TridentTotal, VectorAndAxialCouplingsAreAlikeFarAboveTheMasses) {
  const LeptonQuadrature fine{32, 32, 40, 3};
  const auto far = photon_cross_section(e, e, 5.0, 1.0, fine)[0];
  EXPECT_NEAR(far.transverse.vv / far.transverse.aa, 1.0, 1e-5);
  EXPECT_NEAR(far.longitudinal.vv / far.longitudinal.aa, 1.0, 1e-5);
  const auto near = photon_cross_section(mu, mu, 0.25, 1e-3, fine)[0];
  EXPECT_GT(std::fabs(near.transverse.vv / near.transverse.aa - 1.0), 0.1);
}

TEST(TridentTotal, ExchangedLeptonsReverseTheInterferenceAlone) {
  const auto first = photon_cross_section(e, mu, 0.7, 0.01, {32, 32, 40, 3})[0];
  const auto second = photon_cross_section(mu, e, 0.7, 0.01, {32, 32, 40, 3})[0];
  for (const auto& [a, b] :
       {std::pair{first.transverse, second.transverse}, {first.longitudinal, second.longitudinal}}) {
    EXPECT_NEAR(a.vv / b.vv, 1.0, 1e-5);
    EXPECT_NEAR(a.aa / b.aa, 1.0, 1e-5);
    EXPECT_NEAR((a.va + b.va) / a.vv, 0.0, 1e-5);
    EXPECT_GT(std::fabs(a.va / a.vv), 1e-3);
  }
}

TEST(TridentTotal, AHeavyMediatorIsAShiftOfTheVectorCoupling) {
  // Q_nu Q_l^V g'^2/(2 sqrt2 G_F M^2), Q^V = 2: the K^2 of 5 GeV neutrinos is below 1e-6 M^2.
  constexpr double mass = 3000.0, coupling = 2.0;
  const Reaction heavy{numu, mu, mu, "Ar40", "lmu-ltau", {{"mass", "3000 GeV"}, {"coupling", "2"}}};
  TridentOptions options = samples::options(heavy, {"coherent"});
  const auto table = samples::muon_transfers().moments(samples::shape_of(options.vertex));
  const Trident with_mediator(options, samples::muon_tables(), table);
  const double shift = coupling * coupling / (std::sqrt(2.0) * constants::fermi_constant * mass * mass);
  const Trident contact(
      samples::options({numu, mu, mu, "Ar40", "four-fermion", {{"delta_V", std::to_string(shift)}}}, {"coherent"}),
      samples::muon_tables());
  const Trident standard(samples::options({numu, mu, mu}, {"coherent"}), samples::muon_tables());
  for (const double energy : {0.5, 5.0}) {
    const double ratio = with_mediator.cross_section(0, energy).value / contact.cross_section(0, energy).value;
    EXPECT_NEAR(ratio, 1.0, 1e-4);
    EXPECT_GT(contact.cross_section(0, energy).value / standard.cross_section(0, energy).value, 1.02);
  }
}

TEST(TridentTotal, CouplingsOfASecondModelCombineTheSameTerms) {
  const Reaction light{numu, mu, mu, "Ar40", "lmu-ltau", {{"mass", "0.1 GeV"}, {"coupling", "2e-3"}}};
  const Reaction stronger{numu, mu, mu, "Ar40", "lmu-ltau", {{"mass", "0.1 GeV"}, {"coupling", "4e-3"}}};
  const TridentOptions options = samples::options(light, {"coherent"}),
                       other = samples::options(stronger, {"coherent"});
  const auto table = samples::muon_transfers().moments(samples::shape_of(options.vertex));
  const Trident trident(options, samples::muon_tables(), table), strong(other, samples::muon_tables(), table);
  const auto terms = trident.terms(0, 3.0);
  EXPECT_NEAR(trident.combine(terms, other.vertex) / strong.cross_section(0, 3.0).value, 1.0, 1e-12);
  // Interference grows with g'^2, the square with g'^4.
  const auto standard = model::make_model("sm")->trident_vertex(options.channel);
  const double base = trident.combine(terms, standard);
  const double one = trident.combine(terms, options.vertex) - base, four = strong.cross_section(0, 3.0).value - base;
  const double square = (four - 4.0 * one) / 12.0, interference = one - square;
  EXPECT_GT(square, 0.0);
  EXPECT_GT(interference, 0.0);
  EXPECT_NEAR(interference / base, 2.0 * standard.V * options.vertex.V_mediator * terms[1].vv / base, 1e-9);
}

// ---- targets --------------------------------------------------------------------------------------------------------

TEST(TridentTotal, BoundNucleonsWithoutPauliBlockingAreFreeOnes) {
  TridentOptions bound = samples::options({numu, mu, mu, "C12"}, {"proton", "neutron"});
  bound.fermi_momentum = 0.0;
  const Trident carbon(bound, samples::muon_tables());
  const Trident proton(samples::options({numu, mu, mu, "p"}, {"proton"}), samples::muon_tables());
  const Trident neutron(samples::options({numu, mu, mu, "n"}, {"neutron"}), samples::muon_tables());
  EXPECT_NEAR(carbon.cross_section(0, 3.0).value / proton.cross_section(0, 3.0).value, 6.0, 1e-12);
  EXPECT_NEAR(carbon.cross_section(1, 3.0).value / neutron.cross_section(0, 3.0).value, 6.0, 1e-12);
}

TEST(TridentTotal, FreeNucleonsCanBeTakenAsBound) {
  TridentOptions options = samples::options({numu, mu, mu, "p"}, {"proton"});
  const Trident free(options, samples::muon_tables());
  options.pauli_on_free_nucleons = true;
  const Trident blocked(options, samples::muon_tables());
  const Trident argon(samples::options({numu, mu, mu}, {"proton"}), samples::muon_tables());
  EXPECT_NEAR(argon.cross_section(0, 3.0).value / blocked.cross_section(0, 3.0).value, 18.0, 1e-12);
  EXPECT_LT(blocked.cross_section(0, 3.0).value, 0.8 * free.cross_section(0, 3.0).value);
}

TEST(TridentTotal, AMaterialIsTheSumOfItsConstituents) {
  const Trident water(samples::options({numu, mu, mu, "H2O"}, {"coherent", "proton", "neutron"}),
                      samples::muon_tables());
  double sum = 0.0, expected = 0.0;
  for (size_t k = 0; k < water.components().size(); ++k) sum += water.cross_section(k, 3.0).value;
  for (const matter::Constituent& part : matter::material("H2O").constituents) {
    TridentOptions options = samples::options({numu, mu, mu}, {"coherent", "proton", "neutron"});
    options.target.constituents = {{part.nuclide, 1.0}};
    const Trident alone(options, samples::muon_tables());
    for (size_t k = 0; k < alone.components().size(); ++k) expected += part.count * alone.cross_section(k, 3.0).value;
  }
  EXPECT_NEAR(sum / expected, 1.0, 1e-12);
}

// ---- refusals -------------------------------------------------------------------------------------------------------

TEST(TridentTotal, RefusesWhatItCannotCompute) {
  const Trident trident(samples::options({numu, mu, mu}, {"coherent"}), samples::muon_tables());
  EXPECT_THROW(trident.cross_section(0, -1.0), UserError);
  EXPECT_THROW(trident.cross_section(0, std::numeric_limits<double>::quiet_NaN()), UserError);
  EXPECT_THROW(trident.cross_section(0, std::numeric_limits<double>::infinity()), UserError);
  EXPECT_THROW(Trident(samples::options({numu, mu, mu}, {"coherent"}), nullptr).cross_section(0, 1.0), Failure);
  EXPECT_THROW(Trident(samples::options({numu, e, e}, {"coherent"}), samples::muon_tables()).cross_section(0, 1.0),
               Failure);
  EXPECT_THROW(Trident(samples::options({numu, mu, mu}, {"coherrent"}), nullptr), UserError);
  EXPECT_THROW(Trident(samples::options({numu, mu, mu, "p"}, {"coherent"}), nullptr), UserError);
  const Reaction light{numu, mu, mu, "Ar40", "lmu-ltau", {{"mass", "10 MeV"}, {"coupling", "1e-3"}}};
  EXPECT_THROW(Trident(samples::options(light, {"coherent"}), samples::muon_tables()).cross_section(0, 1.0), Failure);
}

TEST(TridentMenu, HasTheTwelveProcessesInTheOrderOfTheGenerator) {
  const std::array<const char*, 12> expected = {
      "nue -> nue e-e+",         "nue -> nue mu-mu+",       "nue -> numu e-mu+",         "nuebar -> nuebar e-e+",
      "nuebar -> nuebar mu-mu+", "nuebar -> numubar mu-e+", "numu -> numu e-e+",         "numu -> numu mu-mu+",
      "numu -> nue mu-e+",       "numubar -> numubar e-e+", "numubar -> numubar mu-mu+", "numubar -> nuebar e-mu+"};
  for (int number = 1; number <= 12; ++number) {
    EXPECT_EQ(trident_menu(number).reaction(), expected[static_cast<size_t>(number - 1)]) << number;
  }
  EXPECT_THROW(trident_menu(0), UserError);
  EXPECT_THROW(trident_menu(13), UserError);
}

}  // namespace
}  // namespace tridens::process
