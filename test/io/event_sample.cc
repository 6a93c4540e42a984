#include "event_sample.hh"

#include <gtest/gtest.h>
#include <unistd.h>
#include <zlib.h>

#include <array>
#include <cmath>
#include <random>
#include <stdexcept>

#include "tridens/base/constants.hh"
#include "tridens/base/units.hh"

namespace tridens::io::sample {
namespace {

using event::Event;
using event::Particle;
using event::Status;

constexpr int argon = 1000180400, chlorine = 1000170390;

/// Uniform numbers that are the same everywhere: the engine is portable, std:: distributions are not.
class Uniform {
 public:
  explicit Uniform(std::uint64_t seed) : engine_(seed) {}
  double operator()(double low, double high) {
    return low + (high - low) * static_cast<double>(engine_() >> 11) * 0x1p-53;
  }

 private:
  std::mt19937_64 engine_;
};

Particle on_shell(int pdg, double mass, double x, double y, double z, Status status = Status::final_state) {
  return {pdg, status, {std::sqrt(mass * mass + x * x + y * y + z * z), x, y, z}, mass};
}

Particle beam(double energy) {
  return {14, Status::beam, {energy, 0, 0, energy}, 0.0};
}
Particle target() {
  return {argon, Status::target, {argon_mass, 0, 0, 0}, argon_mass};
}

std::vector<Particle> muon_pair(Uniform& uniform) {
  const auto lepton = [&](int pdg, double mass) {
    return on_shell(pdg, mass, uniform(-0.3, 0.3), uniform(-0.3, 0.3), uniform(0.5, 4.0));
  };
  return {lepton(14, 0.0), lepton(13, constants::muon_mass), lepton(-13, constants::muon_mass)};
}

FourVector sum(const std::vector<Particle>& particles) {
  FourVector total;
  for (const Particle& particle : particles) total = total + particle.momentum;
  return total;
}

/// Energy of a neutrino along z for which (neutrino + mass at rest) -> total + recoil(recoil_mass).
double neutrino_energy(const FourVector& total, double mass, double recoil_mass) {
  const double left = mass - total.e;
  const double momentum = total.momentum();
  return (recoil_mass * recoil_mass + momentum * momentum - left * left) / (2.0 * (left + total.z));
}

std::vector<Particle> coherent(Uniform& uniform) {
  const std::vector<Particle> leptons = muon_pair(uniform);
  const FourVector total = sum(leptons);
  const double energy = neutrino_energy(total, argon_mass, argon_mass);
  std::vector<Particle> result = {beam(energy), target()};
  result.insert(result.end(), leptons.begin(), leptons.end());
  result.push_back(on_shell(argon, argon_mass, -total.x, -total.y, energy - total.z));
  return result;
}

std::vector<Particle> on_bound_proton(Uniform& uniform, bool with_remnant) {
  std::vector<Particle> out = muon_pair(uniform);
  const FourVector leptons = sum(out);  // the proton takes most of their transverse momentum
  out.push_back(on_shell(2212, constants::proton_mass, uniform(-0.1, 0.1) - leptons.x, uniform(-0.1, 0.1) - leptons.y,
                         uniform(0.1, 0.5)));
  const FourVector total = sum(out);
  const double energy = neutrino_energy(total, argon_mass, chlorine_mass);
  const FourVector struck = total - FourVector{energy, 0, 0, energy};
  const double mass = std::sqrt(struck.mass_squared());
  std::vector<Particle> result = {beam(energy), target(), {2212, Status::struck_nucleon, struck, mass}};
  result.insert(result.end(), out.begin(), out.end());
  if (with_remnant) result.push_back(on_shell(chlorine, chlorine_mass, -struck.x, -struck.y, -struck.z));
  return result;
}

std::vector<Particle> on_electron(Uniform& uniform) {
  const double m = constants::electron_mass;
  const Particle electron = on_shell(11, m, uniform(-0.002, 0.002), uniform(-0.002, 0.002), uniform(0.4, 2.0));
  const FourVector p = electron.momentum;
  const double kinetic = p.e - m;
  const double energy = (p.momentum() * p.momentum() - kinetic * kinetic) / (2.0 * (p.z - kinetic));
  const Particle struck = {11, Status::struck_electron, {m, 0, 0, 0}, m};
  const Particle rest = on_shell(argon, argon_mass - m, 0, 0, 0);
  return {beam(energy), target(), struck, on_shell(14, 0.0, -p.x, -p.y, energy - p.z), electron, rest};
}

std::vector<Particle> cevns(Uniform& uniform) {
  const double momentum = std::pow(10.0, uniform(-6.0, -1.5)), z = momentum * uniform(0.05, 0.9);
  const Particle nucleus = on_shell(argon, argon_mass, std::sqrt(momentum * momentum - z * z), 0, z);
  const double kinetic = momentum * momentum / (nucleus.momentum.e + argon_mass);
  const double energy = (momentum * momentum - kinetic * kinetic) / (2.0 * (z - kinetic));
  return {beam(energy), target(), on_shell(14, 0.0, -nucleus.momentum.x, 0, energy - z), nucleus};
}

}  // namespace

event::RunInfo plain_run(std::uint64_t event_count) {
  event::RunInfo run;
  run.generator_version = "0.1.0";
  run.card = "[run]\nevents = 10  # with \\ and \"quotes\" and <tags> & more\n\n[beam]\nkind = \"numu\"\n";
  run.seed = 18446744073709551615ULL;
  run.event_count = event_count;
  run.cross_section = 8.20527e-4 * units::femtobarn;
  run.cross_section_error = 3.31006e-7 * units::femtobarn;
  run.exposure_pot = 1.1e21;
  run.expected_events = 123.456;
  const double part = run.cross_section / 4.0;
  run.processes = {
      {150, "CEvNS", "coherent elastic scattering", {"1801.05546"}, part, part / 100},
      {750, "nu-e", "scattering off an electron", {"hep-ph/0403168", "1906.00111"}, part, part / 100},
      {760, "trident", "coherent trident production", {"1902.06765"}, part, part / 100},
      {761, "trident-p", "trident production on a bound proton", {}, part, part / 100},
  };
  run.beam = {{14, {0.0, 5.0, 20.0, 1e4}, {1.23456789012345e-12, 3.3e-13, 1.0 / 3.0 * 1e-15}}};
  run.flux_unit = "neutrinos/cm2/GeV/POT";
  run.target_abundance = {{argon, 0.996}, {1000180360, 0.004}};
  run.data_checksums = {{"data/flux/a b.csv", std::string(64, 'a')},
                        {"data/nuclide/isotopes.csv", std::string(64, 'b')}};
  run.citations_arxiv = {"1902.06765"};
  run.additional_particles = {{9900032, "dark-Z", "a mediator without a number of its own"}};
  return run;
}

event::RunInfo run(std::uint64_t event_count) {
  event::RunInfo run = plain_run(event_count);
  run.variation_names = {"fermi2,c=3.53fm,a=0.542fm", "lmu-ltau,mass=10MeV"};
  run.variation_cross_sections = {run.cross_section * 1.01, run.cross_section * 1.2};
  run.has_event_cross_sections = true;
  run.has_event_time = true;
  return run;
}

event::Event event(std::uint64_t number, size_t variations) {
  Uniform uniform(number);
  Event event;
  event.number = number;
  event.total_cross_section = 1.0 / 3.0 * 1e-6 * units::picobarn;
  event.process_cross_section = event.total_cross_section / 7.0;
  event.time_s = 1.2e-7 * uniform(0.0, 1.0);
  switch (number % 4) {
    case 0:
      event.process_id = 760;
      event.particles = coherent(uniform);
      break;
    case 1:
      event.process_id = 761;
      event.particles = on_bound_proton(uniform, number % 8 == 1);
      break;
    case 2:
      event.process_id = 750;
      event.particles = on_electron(uniform);
      break;
    default:
      event.process_id = 150;
      event.particles = cevns(uniform);
  }
  for (size_t i = 0; i < variations; ++i) event.variation_weights.push_back(uniform(0.5, 1.5));
  return event;
}

std::vector<Event> events(size_t count, size_t variations) {
  std::vector<Event> result;
  for (size_t i = 0; i < count; ++i) result.push_back(event(i, variations));
  return result;
}

Folder::Folder(const std::filesystem::path& parent) {
  std::string pattern = (parent / "tridens_test_XXXXXX").string();
  if (mkdtemp(pattern.data()) == nullptr) throw std::runtime_error("no temporary folder");
  path_ = pattern;
}
Folder::~Folder() {
  std::error_code ignored;
  std::filesystem::remove_all(path_, ignored);
}
std::vector<std::string> Folder::names() const {
  std::vector<std::string> result;
  for (const auto& entry : std::filesystem::directory_iterator(path_)) result.push_back(entry.path().filename());
  return result;
}

std::string content(const std::filesystem::path& file) {
  gzFile stream = gzopen(file.c_str(), "rb");
  if (stream == nullptr) throw std::runtime_error("cannot read " + file.string());
  std::string text;
  std::array<char, 65536> block;
  for (int count = 0; (count = gzread(stream, block.data(), block.size())) > 0;) {
    text.append(block.data(), static_cast<size_t>(count));
  }
  gzclose(stream);
  return text;
}

void write(const std::filesystem::path& file, const std::string& text) {
  std::ofstream(file) << text;
}

std::vector<std::string> lines(const std::string& text) {
  std::istringstream stream(text);
  std::vector<std::string> result;
  for (std::string line; std::getline(stream, line);) result.push_back(line);
  return result;
}

}  // namespace tridens::io::sample
