#include "tridens/run/dark_matter_setup.hh"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <filesystem>

#include "tridens/base/error.hh"
#include "tridens/base/quantity.hh"
#include "tridens/base/units.hh"
#include "tridens/io/output_file.hh"
#include "tridens/io/sha256.hh"
#include "tridens/model/dark_matter_settings.hh"
#include "tridens/run/setup.hh"
#include "tridens/run/table_header.hh"

namespace tridens::run {
namespace {

constexpr const char* example = "dark-matter,mass=10MeV,epsilon=1e-4";

double positive(const std::string& text, const std::string& key) {
  const double value = parse_quantity(text, Dimension::number, key);
  if (value > 0.0 && std::isfinite(value)) return value;
  throw UserError(fmt::format("{} = {}", key, text), "it must be above zero", "");
}

bool yes_or_no(const std::string& text, const std::string& key) {
  if (text == "yes" || text == "no") return text == "yes";
  throw UserError(fmt::format("{} = {}", key, text), "it is yes or no", "");
}

void change(DarkMatterSetup& setup, const std::string& key, const std::string& text) {
  detector::DarkMatterExperiment& experiment = setup.experiment;
  if (key == "pot") {
    experiment.protons = positive(text, key);
    experiment.counts.reset();  // they belong to the exposure of the file
    experiment.excluded_events = 0.0;
  } else if (key == "efficiency") {
    experiment.efficiency = positive(text, key);
  } else if (key == "mass") {
    experiment.density = parse_quantity(text, Dimension::mass, key) / experiment.body.volume();
  } else if (key == "signal") {
    experiment.signal = detector::parse_dark_signal(text);
    experiment.counts.reset();
    experiment.excluded_events = 0.0;
    if (experiment.signal != detector::DarkSignal::electron) experiment.smallest_cosine = -1.0;
  } else if (key == "mesons") {
    setup.options.mesons = yes_or_no(text, key);
  } else if (key == "bremsstrahlung") {
    setup.options.bremsstrahlung = yes_or_no(text, key);
  } else if (key == "splitting-kernel") {
    setup.options.splitting = process::parse_splitting_form(text);
  } else if (key == "off-shell-scale") {
    setup.options.off_shell_scale = text == "none" ? 0.0 : parse_quantity(text, Dimension::energy, key);
  } else {
    std::vector<std::string> known;
    for (const auto& [name, meaning] : dark_matter_changes()) known.push_back(name);
    unknown_name("key to change in an experiment of dark matter", key, known);
  }
}

std::string table_text(const RateResult& result) {
  std::string text = table_header(result, "expected events", "events per bin of the energy");
  text += "energy_low_GeV,energy_high_GeV";
  for (const RateResult::Part& part : result.parts) {
    std::string name = part.name;
    for (char& c : name) c = c == ' ' || c == ',' ? '_' : c;
    text += "," + name;
  }
  text += '\n';
  for (size_t i = 0; i + 1 < result.edges.size(); ++i) {
    text += fmt::format("{},{}", result.edges[i], result.edges[i + 1]);
    for (const RateResult::Part& part : result.parts) text += fmt::format(",{}", part.counts[i]);
    text += '\n';
  }
  return text;
}

void describe(const model::DarkMatter& matter, const rate::DarkMatterRate& rate, RateResult& result) {
  auto& choices = result.provenance.choices;
  choices.emplace_back(
      "dark matter",
      fmt::format("{}, {:g} GeV, A' {:g} GeV, epsilon {:g}, alpha_D {:g}, splitting {:g} GeV", model::name(matter.spin),
                  matter.mass, matter.mediator_mass, matter.epsilon, matter.alpha_D, matter.splitting));
  choices.emplace_back("y", fmt::format("{:.5g}", matter.y()));
  const model::DarkPhotonWidths widths = model::dark_photon_widths(matter);
  choices.emplace_back("width of A'", fmt::format("{:.4g} GeV, invisible share {:.6g}", widths.total(),
                                                  widths.total() > 0.0 ? widths.dark / widths.total() : 0.0));
  if (matter.inelastic()) {
    choices.emplace_back("c tau of chi2", fmt::format("{:.4g} m", 1.0 / (model::excited_width(matter) * units::m)));
  }
  for (const flux::BeamMesons& meson : rate.production().beam().mesons) {
    choices.emplace_back(meson.meson() + " per proton", fmt::format("{:.3g}", meson.per_proton()));
  }
  const rate::DarkMatterOptions& options = rate.production().options();
  choices.emplace_back("bremsstrahlung", options.bremsstrahlung
                                             ? fmt::format("{}, off-shell scale {:g} GeV",
                                                           process::name(options.splitting), options.off_shell_scale)
                                             : "none");
  result.provenance.citations_arxiv = {"0906.5614", "1107.4580", "1609.01770", "1703.06881"};
  if (widths.dark == 0.0) {
    result.provenance.warnings.push_back(
        "A' is not heavier than the pair: dark matter comes from virtual A' alone, and A' itself decays to what is "
        "visible");
  }
}

}  // namespace

model::DarkMatter parse_dark_matter(const std::string& text) {
  const Specification specification = parse_specification(text, "process");
  if (specification.name != "dark-matter") {
    throw UserError("the process '" + specification.name + "' in an experiment of dark matter",
                    "its beam has no neutrinos that count", fmt::format("give --process {}", example));
  }
  return model::dark_matter_of({specification.settings.begin(), specification.settings.end()});
}

flux::Flux dark_matter_flux(const std::string& experiment, const process::DarkMatterBeam& beam) {
  const DarkMatterSetup setup = make_dark_matter_setup(experiment);
  const rate::DarkMatterRate rate(setup.experiment, setup.options);
  constexpr int points = 120;
  const double mass = beam.particle.mass, highest = rate.production().beam().energy();
  flux::Spectrum spectrum{flux::Spectrum::Kind::points, {}, {}};
  // Evenly in the logarithm of the momentum over the mass; slower ones are too few to count.
  constexpr double slowest = 0.1;
  const double fastest = std::sqrt((highest - mass) * (highest + mass)) / mass;
  for (int i = 0; i < points; ++i) {
    spectrum.energies.push_back(mass * std::hypot(1.0, slowest * std::pow(fastest / slowest, i / (points - 1.0))));
  }
  for (const double density : rate.fluence(beam.matter, beam.excited, spectrum.energies)) {
    spectrum.density.push_back(density * units::cm2 / units::m2);
  }
  flux::Flux flux;
  flux.name = experiment;
  flux.title = "dark matter in " + setup.experiment.title;
  flux.source = fmt::format("{}", fmt::join(setup.experiment.sources, "; "));
  flux.position = "mean over the detector";
  flux.problems = setup.experiment.problems;
  flux.licence = setup.experiment.licence;
  flux.exposure_unit = "POT";
  flux.spectra[beam.particle.pdg] = spectrum;
  return flux;
}

DarkMatterSetup make_dark_matter_setup(const std::string& name, const std::map<std::string, std::string>& changes) {
  const io::LoadedDarkMatterExperiment loaded = io::load_dark_matter_experiment(name);
  DarkMatterSetup setup;
  setup.experiment = loaded.experiment;
  for (const auto& [key, text] : changes) change(setup, key, text);
  setup.experiment.check();
  setup.provenance.version = version();
  setup.provenance.data_checksums[std::filesystem::path(loaded.path).filename()] = io::sha256(loaded.text);
  for (const auto& [key, text] : changes) setup.provenance.choices.emplace_back("changed " + key, text);
  return setup;
}

std::vector<std::pair<std::string, std::string>> dark_matter_changes() {
  return {{"pot", "protons on target"},
          {"efficiency", "of what is in the window"},
          {"mass", "of the detector, its shape the same"},
          {"signal", "electron, nucleon, nucleus or decay"},
          {"mesons", "production by pi0 and eta, yes or no [yes]"},
          {"bremsstrahlung", "production by proton bremsstrahlung, yes or no [yes]"},
          {"splitting-kernel", "equivalent-boson or initial-state [equivalent-boson]"},
          {"off-shell-scale", "of the proton that radiates, or none [1 GeV]"}};
}

RateResult dark_matter_rate(const RateRequest& request) {
  if (request.processes.size() != 1) {
    throw UserError(
        fmt::format("{} is asked for the events of {} processes", request.experiment, request.processes.size()),
        "an experiment of dark matter needs its particle: the file does not say which",
        fmt::format("give --process {}", example));
  }
  if ((request.model.name != "sm" && !request.model.name.empty()) || !request.model.settings.empty()) {
    throw UserError("a model in an experiment of dark matter", "its particle is all there is",
                    "leave the model, its settings and couplings out");
  }
  const model::DarkMatter matter = parse_dark_matter(request.processes.front());
  const DarkMatterSetup setup = make_dark_matter_setup(request.experiment, request.overrides);
  const detector::DarkMatterExperiment& experiment = setup.experiment;
  const rate::DarkMatterRate rate(experiment, setup.options);
  const rate::DarkMatterEvents events = rate.events(matter);
  RateResult result;
  result.experiment = experiment.name;
  result.title = experiment.title;
  result.edges = experiment.energy_edges;
  result.observable = "energy";
  result.unit = "GeV";
  for (const rate::DarkMatterEvents::Part& part : events.parts) {
    result.parts.push_back({part.name, "signal", part.total(), part.counts});
    result.signal += part.total();
  }
  // Half the nodes in energy: what changes.
  const double coarse = rate::DarkMatterRate(experiment, setup.options, 16).events(matter).events();
  result.relative_error = result.signal > 0.0 ? std::abs(coarse / result.signal - 1.0) : 0.0;
  if (!(result.signal > 0.0)) {
    result.problems.emplace_back("no events", "no energy that the beam makes reaches the window");
  }
  if (experiment.counts) {
    result.background = experiment.counts->background;
    result.observed_total = experiment.counts->observed;
  }
  if (!experiment.problems.empty()) result.problems.emplace_back("known problems", experiment.problems);
  result.exposure = fmt::format("{:.4g} t of {}, {:g} protons of {:g} GeV", experiment.mass_tonnes(),
                                experiment.material, experiment.protons, rate.production().beam().kinetic_energy);
  result.provenance = setup.provenance;
  describe(matter, rate, result);
  if (!request.output.empty()) {
    io::OutputFile file(request.output, io::OutputOptions{request.force, nullptr, 1});
    file.write(table_text(result));
    file.commit();
    result.output = request.output;
  }
  return result;
}

}  // namespace tridens::run
