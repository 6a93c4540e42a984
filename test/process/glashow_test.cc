// The Glashow resonance and scattering on electrons with resolved W and Z.
#include <gtest/gtest.h>

#include <cmath>
#include <complex>

#include "dirac_reference.hh"
#include "elastic_samples.hh"
#include "tridens/base/error.hh"
#include "tridens/base/hadronic_system.hh"
#include "tridens/base/units.hh"
#include "tridens/math/gauss_legendre.hh"
#include "tridens/math/random.hh"
#include "tridens/process/detail/electron_channel.hh"
#include "tridens/process/detail/incoming_electron.hh"
#include "tridens/process/detail/initial_radiation.hh"
#include "tridens/process/registry.hh"

namespace tridens::process {
namespace {

using Settings = std::map<std::string, std::string>;
using units::cm2;

constexpr Neutrino nue{Flavour::electron, false}, nuebar{Flavour::electron, true}, numu{Flavour::muon, false},
    numubar{Flavour::muon, true}, nutau{Flavour::tau, false};
constexpr double m_e = constants::electron_mass, w_mass = 80.379, w_width = 2.085;
const Settings checked = {{"mass", "80.379 GeV"}, {"width", "2.085 GeV"}, {"branching-e", "0.1071"}};

std::shared_ptr<const Process> make(const std::string& target, Neutrino neutrino = nuebar, Settings settings = {}) {
  ProcessRequest request;
  request.neutrino = neutrino;
  request.target = matter::material(target);
  request.settings = std::move(settings);
  return make_process("glashow", request);
}

Settings with(Settings more) {
  more.insert(checked.begin(), checked.end());
  return more;
}

double total(const Process& process, double energy) {
  double sum = 0.0;
  for (size_t i = 0; i < process.components().size(); ++i) sum += process.cross_section(i, energy).value;
  return sum;
}

size_t component(const Process& process, const std::string& name) {
  for (size_t i = 0; i < process.components().size(); ++i) {
    if (process.components()[i].name == name) return i;
  }
  throw Failure("no component " + name, "", "");
}

const double resonance = (w_mass * w_mass - m_e * m_e) / (2.0 * m_e);

TEST(Glashow, PeakOfAllChannelsIsTwentyFourPiTimesTheBranchingOverTheSquaredMass) {
  EXPECT_NEAR(resonance, 6.32172e6, 1e-4 * 6.32172e6);
  const double peak = total(*make("H", nuebar, checked), resonance) / cm2;
  EXPECT_NEAR(peak, 4.86674e-31, 1e-4 * 4.86674e-31);
  const Settings ninth = {{"mass", "80.379 GeV"}, {"width", "2.085 GeV"}, {"branching-e", "0.1111111111111111"}};
  EXPECT_NEAR(total(*make("H", nuebar, ninth), resonance) / cm2, 5.04901e-31, 1e-4 * 5.04901e-31);
}

TEST(Glashow, ChannelsShareThePeakLikeTheBranchingFractions) {
  const auto process = make("H", nuebar, with({{"branching-mu", "0.2"}, {"branching-tau", "0.05"}}));
  const double mu = process->cross_section(component(*process, "mu"), resonance).value;
  EXPECT_NEAR(process->cross_section(component(*process, "tau"), resonance).value / mu, 0.25, 1e-4);
  EXPECT_NEAR(process->cross_section(component(*process, "hadrons"), resonance).value / mu, 0.6429 / 0.2, 1e-4);
}

TEST(Glashow, TheLineHoldsTheNarrowWidthIntegral) {
  // int sigma dE = pi sigma_peak G_W M_W/(2 m_e) up to the tails, of the order of G_W/M_W.
  const auto process = make("H", nuebar, with({{"channel", "hadrons"}}));
  const math::QuadratureRule rule = math::gauss_legendre(16);
  const double half = w_width / w_mass * resonance;
  double sum = 0.0;
  for (double from = -1024.0, to = 0.0; from < 1024.0; from = to) {
    to = from < -1.0 ? 0.5 * from : from < 1.0 ? from + 0.5 : 2.0 * from;
    for (size_t i = 0; i < rule.nodes.size(); ++i) {
      const double E = resonance + half * (from + (to - from) * rule.nodes[i]);
      if (E > 1e5 && E < 2.0 * resonance)
        sum += rule.weights[i] * (to - from) * half * process->cross_section(0, E).value;
    }
  }
  const double expected = units::pi * process->cross_section(0, resonance).value * half;
  EXPECT_NEAR(sum / expected, 1.0, 1.5 * w_width / w_mass);
}

// ---- the amplitude

TEST(Glashow, AngularDistributionIsThatOfAVectorBosonWithLeftHandedCouplings) {
  // (1 - y)^2 = (1 + cos)^2/4 up to m_mu^2/[s (1 - y)].
  const auto process = make("H", nuebar, with({{"channel", "mu"}}));
  for (const double y : {0.3, 0.5, 0.9}) {
    const double ratio = process->differential(0, resonance, {y}) / process->differential(0, resonance, {0.1});
    EXPECT_NEAR(ratio / std::pow((1.0 - y) / 0.9, 2), 1.0, 3e-5) << y;
  }
  EXPECT_EQ(process->differential(0, resonance, {0.0}), 0.0);
  EXPECT_EQ(process->differential(0, resonance, {1.0}), 0.0);
}

/// Full propagators at low energies: the four-fermion process, whose couplings were checked on their own.
TEST(Glashow, LowEnergiesAreTheFourFermionLimit) {
  detail::WeakBosons bosons;
  bosons.sin2thetaW = samples::low_energy_mixing_angle;
  // A narrow W whose partial width is that of the tree: its coupling is G_F, and a fixed width changes nothing.
  bosons.w_width = 1e-3;
  const double tree = constants::fermi_constant * std::pow(bosons.w_mass, 3) / (6.0 * std::sqrt(2.0) * units::pi);
  bosons.leptonic = {tree / bosons.w_width, tree / bosons.w_width, tree / bosons.w_width};
  for (const Neutrino neutrino : {nue, nuebar, numu, numubar}) {
    const detail::ElectronChannel channel(neutrino, Flavour::electron, bosons);
    const auto contact = samples::nu_electron("H1", samples::standard(neutrino), neutrino);
    for (const double E : {1e-3, 0.1, 10.0}) {
      EXPECT_NEAR(channel.total(2.0 * m_e * E) / contact->cross_section(0, E).value, 1.0, 1e-5) << name(neutrino);
    }
  }
}

TEST(Glashow, InverseMuonDecayHasTheContactCrossSection) {
  // sigma = (G_F^2/pi) (s - m_mu^2)^2/s.
  const auto process = make("H", numu, {{"channel", "mu"}});
  for (const double E : {15.0, 100.0}) {
    const double s = m_e * m_e + 2.0 * m_e * E, m2 = constants::muon_mass * constants::muon_mass;
    const double G = constants::fermi_constant, contact = G * G / units::pi * (s - m2) * (s - m2) / s;
    EXPECT_NEAR(process->cross_section(0, E).value / contact, 1.0, 5e-5) << E;
  }
  EXPECT_NEAR(process->threshold(0), (std::pow(constants::muon_mass, 2) - m_e * m_e) / (2.0 * m_e), 1e-9);
  EXPECT_TRUE(process->cross_section(0, 10.0).below_threshold);
}

TEST(Glashow, SaturatesWhereThePropagatorsCutTheTransfer) {
  // nu_mu e -> mu nu_e at s >> M_W^2: (G_F^2/pi) M_W^2.
  const auto process = make("H", numu, {{"channel", "mu"}});
  const double G = constants::fermi_constant;
  EXPECT_NEAR(process->cross_section(0, 1e12).value / (G * G / units::pi * std::pow(constants::w_mass, 2)), 1.0, 1e-4);
}

TEST(Glashow, ZAndWInterfereInTheElectronChannel) {
  // Below the peak the real part of the W amplitude is positive and that of Z negative, above both are negative.
  const Settings elastic = with({{"channel", "e"}, {"branching-mu", "0.1071"}});
  const Settings other = with({{"channel", "mu"}, {"branching-mu", "0.1071"}});
  const auto electron = make("H", nuebar, elastic), muon = make("H", nuebar, other);
  const auto ratio = [&](double share) {
    return electron->cross_section(0, share * resonance).value / muon->cross_section(0, share * resonance).value;
  };
  EXPECT_LT(ratio(0.9), 1.0);
  EXPECT_NEAR(ratio(1.0), 1.0, 1e-3);
  EXPECT_GT(ratio(1.1), 1.0);
}

TEST(Glashow, MapOfTheInelasticityIntegratesToTheTotalWithSmallWeights) {
  detail::WeakBosons bosons;
  bosons.sin2thetaW = 0.23121;
  bosons.leptonic = {0.1071, 0.1063, 0.1138};
  for (const Neutrino neutrino : all_neutrinos()) {
    for (const Flavour lepton : {Flavour::electron, Flavour::muon, Flavour::tau}) {
      if (!detail::ElectronChannel::exists(neutrino, lepton)) continue;
      const detail::ElectronChannel channel(neutrino, lepton, bosons);
      for (const double E : {1e4, 6.3e6, 1e9, 1e12}) {
        const double a = 2.0 * m_e * E, sigma = channel.total(a);
        constexpr int points = 20000;
        double sum = 0.0, most = 0.0;
        for (int i = 0; i < points; ++i) {
          double jacobian = 0.0;
          const double y = channel.draw(a, (i + 0.5) / points, &jacobian);
          const double weight = channel.differential(a, y) * jacobian / sigma;
          sum += weight / points;
          most = std::max(most, weight);
        }
        EXPECT_NEAR(sum, 1.0, 1e-4) << name(neutrino) << " " << name(lepton) << " " << E;
        EXPECT_LT(most, 3.0) << name(neutrino) << " " << name(lepton) << " " << E;
      }
    }
  }
}

// ---- moving and radiating electrons

TEST(Glashow, RadiationHasTheMomentsOfTheEvolutionEquation) {
  // int D x^(N-1) dx = exp(h P_N/2), P_N = 3/2 + 1/N(N+1) - 2 sum 1/k: to third order in h.
  const detail::InitialRadiation radiation(6460.0);
  const double h = radiation.strength();
  EXPECT_NEAR(h, constants::fine_structure / units::pi * (std::log(6460.0 / (m_e * m_e)) - 1.0), 1e-12);
  const math::QuadratureRule rule = math::gauss_legendre(64);
  for (int N = 1; N <= 6; ++N) {
    // In t = (1 - x)^h, split where 1 - x falls by factors of ten.
    double sum = 0.0;
    for (int decade = 0; decade < 16; ++decade) {
      const double high = std::pow(10.0, -h * decade), low = decade == 15 ? 0.0 : std::pow(10.0, -h * (decade + 1));
      for (size_t i = 0; i < rule.nodes.size(); ++i) {
        const double radiated = radiation.soft_quantile(low + (high - low) * rule.nodes[i]);
        sum += rule.weights[i] * (high - low) * radiation.against_soft(radiated) * std::pow(1.0 - radiated, N - 1);
      }
    }
    double harmonic = 0.0;
    for (int k = 1; k <= N; ++k) harmonic += 1.0 / k;
    const double exact = std::exp(0.5 * h * (1.5 + 1.0 / (N * (N + 1.0)) - 2.0 * harmonic));
    EXPECT_NEAR(sum, exact, 0.5 * h * h * h) << N;
  }
}

TEST(Glashow, MotionAndRadiationLowerThePeakAndKeepTheIntegralOfTheLine) {
  const Settings plain = {{"channel", "hadrons"}}, moving = {{"channel", "hadrons"}, {"doppler", "atomic"}},
                 radiating = {{"channel", "hadrons"}, {"radiation", "initial-state"}};
  const double E = std::pow(constants::w_mass, 2) / (2.0 * m_e);
  const auto bare = make("O", nuebar, plain), broad = make("O", nuebar, moving), soft = make("O", nuebar, radiating);
  const double peak = total(*bare, E);
  // A Gaussian estimate with the spread <p^2>/3 of all electrons would lose more: few electrons make the wings.
  EXPECT_NEAR(total(*broad, E) / peak, 0.84, 0.005);
  // (G_W/M_W)^h of the soft photons, times 1 + 3h/4 from virtual ones, within what the shape of the line changes.
  const double h = 0.05327;
  EXPECT_NEAR(total(*soft, E) / peak, std::pow(w_width / w_mass, h) * (1.0 + 0.75 * h), 0.02);
  double bare_sum = 0.0, broad_sum = 0.0;
  for (double e = 0.4; e < 1.6; e += 0.004) {
    bare_sum += total(*bare, e * E);
    broad_sum += total(*broad, e * E);
  }
  EXPECT_NEAR(broad_sum / bare_sum, 1.0, 1e-3);
  // Radiative return: above the peak the cross section is larger than without photons.
  EXPECT_GT(total(*soft, 2.0 * E), 2.0 * total(*bare, 2.0 * E));
}

TEST(Glashow, HydrogenIsBroadenedByTheMomentumOfItsGroundState) {
  // <p_z^2> = (alpha m_e)^2/3; second order in the shift, with the flux factor: d(sigma) = x^2/2 s^2 sigma'' + x^2 s
  // sigma', x^2 = alpha^2/3.
  const auto bare = make("H1", nuebar, {{"channel", "hadrons"}}),
             broad = make("H1", nuebar, {{"channel", "hadrons"}, {"doppler", "atomic"}});
  const double E = 1.5 * resonance, d = 1e-3 * E;
  const double below = total(*bare, E - d), here = total(*bare, E), above = total(*bare, E + d);
  const double x2 = std::pow(constants::fine_structure, 2) / 3.0;
  const double expected = x2 * (0.5 * E * E * (above - 2.0 * here + below) / (d * d) + E * (above - below) / (2.0 * d));
  EXPECT_NEAR((total(*broad, E) - here) / expected, 1.0, 0.01);
}

struct Sampled {
  std::vector<double> u, weights;
  size_t count, dimensions;
  std::vector<double> point(size_t i) const {
    std::vector<double> result;
    for (size_t d = 0; d < dimensions; ++d) result.push_back(u[d * count + i]);
    return result;
  }
};
Sampled sample(const Process& process, size_t component, double energy, size_t count) {
  Sampled result{{}, std::vector<double>(count), count, static_cast<size_t>(process.dimension())};
  result.u.resize(result.dimensions * count);
  std::vector<std::uint64_t> index(count);
  for (size_t i = 0; i < count; ++i) index[i] = i;
  const std::vector<std::uint32_t> blocks(count, 0);
  uniforms_batch(11, 12, index.data(), blocks.data(), count, result.dimensions, result.u.data());
  const std::vector<double> energies(count, energy);
  process.dsigma(component, energies.data(), result.u.data(), count, result.weights.data());
  return result;
}

TEST(Glashow, SampledPointsIntegrateToTheTotalWithEveryOption) {
  constexpr size_t points = 8000;
  for (const char* doppler : {"none", "atomic"}) {
    for (const char* radiation : {"none", "initial-state"}) {
      const auto process = make("O16", nuebar, {{"channel", "mu"}, {"doppler", doppler}, {"radiation", radiation}});
      for (const double share : {0.9, 1.0, 1.2, 20.0}) {
        const Sampled sampled = sample(*process, 0, share * resonance, points);
        double sum = 0.0, squares = 0.0;
        for (const double weight : sampled.weights) {
          sum += weight / points;
          squares += weight * weight / points;
        }
        const double error = std::sqrt(std::max(0.0, squares - sum * sum) / points) + 1e-5 * sum;
        EXPECT_NEAR(sum, process->cross_section(0, share * resonance).value, 4.0 * error)
            << doppler << " " << radiation << " " << share;
        EXPECT_LT(error, 0.02 * sum);
      }
    }
  }
}

TEST(Glashow, EventsConserveMomentumOnTheMassShell) {
  for (const char* channel : {"hadrons", "e", "tau"}) {
    const auto process =
        make("Fe56", nuebar, {{"channel", channel}, {"doppler", "atomic"}, {"radiation", "initial-state"}});
    const double E = 1.3 * resonance;
    const Sampled sampled = sample(*process, 0, E, 300);
    for (size_t i = 0; i < sampled.count; ++i) {
      const std::vector<double> u = sampled.point(i);
      const FourVector struck = process->struck(0, E, u.data());
      FourVector left{E + struck.e, struck.x, struck.y, E + struck.z};
      double mass = 0.0;
      for (const FinalParticle& particle : process->final_state(0, E, u.data())) {
        const FourVector& p = particle.momentum;
        left = left - p;
        mass = std::max(mass, std::abs(p.mass_squared() - particle.mass * particle.mass) / (p.e * p.e));
      }
      for (const double part : {left.e, left.x, left.y, left.z}) EXPECT_LT(std::abs(part), 1e-14 * E);
      EXPECT_LT(mass, 1e-14);
      // Electron and rest of the atom are on their mass shells together.
      const double rest = process->components()[0].nucleus_mass - m_e;
      const FourVector atom = FourVector{rest + m_e, 0, 0, 0} - struck;
      EXPECT_NEAR(atom.mass_squared() / (rest * rest), 1.0, 1e-13);
    }
  }
}

TEST(Glashow, PhotonsFollowTheElectronAndCarryWhatTheSystemLost) {
  const auto process = make("H", nuebar, {{"channel", "hadrons"}, {"radiation", "initial-state"}});
  const double E = 2.0 * resonance, s = m_e * m_e + 2.0 * m_e * E;
  const Sampled sampled = sample(*process, 0, E, 500);
  int photons = 0;
  for (size_t i = 0; i < sampled.count; ++i) {
    const auto particles = process->final_state(0, E, sampled.point(i).data());
    if (particles.size() < 2) continue;
    ++photons;
    const FourVector& q = particles[1].momentum;
    const double lost = 1.0 - std::pow(particles[0].mass, 2) / s;
    // 2 (k + p).q = lost s; p.q = m_e w between the two ends of the collinear region.
    const double rounding = 1e-15 * E * q.e / (lost * s);  // of q.e - q.z
    EXPECT_NEAR(2.0 * (E * (q.e - q.z) + m_e * q.e) / (lost * s), 1.0, 1e-6 + rounding);
    EXPECT_GE(q.e, 0.5 * lost * m_e * (1.0 - 1e-6));
    EXPECT_LE(q.e, lost * E * (1.0 + 1e-6));
  }
  EXPECT_GT(photons, 300);
}

// ---- what it says and refuses

TEST(Glashow, ComponentsAreCompleteForEventFiles) {
  const auto process = make("H2O", nuebar, {{"radiation", "initial-state"}});
  ASSERT_EQ(process->components().size(), 8u);
  double electrons = 0.0;
  for (const Component& one : process->components()) {
    EXPECT_GE(one.process_id, 720);
    EXPECT_FALSE(one.description.empty());
    EXPECT_EQ(one.final_state.back(), 22);
    if (one.name == "hadrons") electrons += one.multiplicity;
  }
  EXPECT_NEAR(electrons, 10.0, 1e-12);
  EXPECT_EQ(process->unlisted_particles().front().pdg, hadronic_system_pdg);
  EXPECT_TRUE(make("H2O", numu)->unlisted_particles().empty());
}

TEST(Glashow, RefusesWhatDoesNotExist) {
  EXPECT_THROW(make("H2O", numu, {{"channel", "hadrons"}}), UserError);
  EXPECT_THROW(make("H2O", nutau, {{"channel", "mu"}}), UserError);
  EXPECT_THROW(make("H2O", nuebar, {{"channel", "muon"}}), UserError);
  EXPECT_THROW(make("H2O", nuebar, {{"mass", "-80 GeV"}}), UserError);
  EXPECT_THROW(make("H2O", nuebar, {{"mass", "80"}}), UserError);
  EXPECT_THROW(make("H2O", nuebar, {{"branching-e", "1.2"}}), UserError);
  EXPECT_THROW(make("H2O", nuebar, {{"branching-e", "0.5"}, {"branching-mu", "0.6"}}), UserError);
  EXPECT_THROW(make("H2O", nuebar, {{"doppler", "thermal"}}), UserError);
  EXPECT_THROW(make("n", nuebar), UserError);
  EXPECT_THROW(make("H2O", nuebar, {{"channel", "hadrons"}})->differential(0, 1e6, {0.5}), UserError);
  EXPECT_THROW(make("H2O", nuebar, {{"channel", "e"}, {"doppler", "atomic"}})->differential(0, 1e6, {0.5}), UserError);
}

}  // namespace
}  // namespace tridens::process
