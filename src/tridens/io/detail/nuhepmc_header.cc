#include "tridens/io/detail/nuhepmc_header.hh"

#include <HepMC3/Attribute.h>
#include <HepMC3/GenRunInfo.h>
#include <HepMC3/WriterAscii.h>
#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <memory>
#include <sstream>
#include <string_view>
#include <vector>

#include "tridens/base/error.hh"
#include "tridens/base/units.hh"
#include "tridens/io/detail/nuhepmc_names.hh"
#include "tridens/io/event_writer_text.hh"

namespace tridens::io::nuhepmc {
namespace {

using event::RunInfo;

std::string joined(const std::vector<std::string>& words) {
  std::string text;
  for (const std::string& word : words) text.append(text.empty() ? "" : " ").append(word);
  return text;
}

std::string bracketed(int number) {
  return fmt::format("[{}]", number);
}

/// Attributes are strings in memory and the same text on disk as typed ones, but with all digits: HepMC3 3.1
/// has no vector attributes and prints doubles with 15 digits, later versions print vectors with 6 decimals.
/// Readers parse them on typed access.
class Header {
 public:
  explicit Header(const RunInfo& run) : run_(run), info_(std::make_shared<HepMC3::GenRunInfo>()) {
    add_tool_and_weights();
    add_conventions();
    add_cross_section_and_exposure();
    add_processes();
    add_statuses();
    add_particles();
    add_beams();
    add_target();
    add_provenance();
  }
  std::shared_ptr<HepMC3::GenRunInfo> info() const { return info_; }

 private:
  void add(const std::string& name, const std::string& value) {
    info_->add_attribute("NuHepMC." + name, std::make_shared<HepMC3::StringAttribute>(value));
  }
  void add(const std::string& name, double value) { add(name, number_text(value)); }
  void add(const std::string& name, int value) { add(name, number_text(value)); }

  void add_tool_and_weights() {
    info_->tools().push_back({"Tridens", run_.generator_version, "rare neutrino scattering"});  // G.R.3
    std::vector<std::string> names = {"CV"};                                                    // G.R.7
    names.insert(names.end(), run_.variation_names.begin(), run_.variation_names.end());
    info_->set_weight_names(names);
    add("Version.Major", 1);  // G.R.2
    add("Version.Minor", 0);
    add("Version.Patch", 0);
  }

  bool has_exposure() const { return run_.exposure_pot > 0.0 || run_.exposure_livetime_s > 0.0; }
  bool has_citations() const {
    return !run_.citations_arxiv.empty() ||
           std::ranges::any_of(run_.processes, [](const auto& process) { return !process.arxiv.empty(); });
  }

  void add_conventions() {  // G.R.4: only what this very file fulfils
    std::vector<std::string> followed;
    if (has_exposure()) followed.emplace_back("G.C.1");
    followed.emplace_back("G.C.2");
    if (has_citations()) followed.emplace_back("G.C.3");
    if (!run_.beam.empty()) followed.emplace_back("G.C.4");
    followed.emplace_back("G.C.5");
    if (std::ranges::all_of(run_.processes, [](const auto& process) { return std::abs(process.id) >= 100; })) {
      followed.emplace_back("E.C.1");
    }
    if (run_.has_event_cross_sections) followed.insert(followed.end(), {"E.C.2", "E.C.3"});
    if (run_.has_event_time) followed.emplace_back("E.C.5");
    followed.insert(followed.end(), {"V.C.1", "P.C.1", "P.C.2"});
    add("Conventions", joined(followed));
  }

  void add_cross_section_and_exposure() {
    add("Units.CrossSection.Unit", std::string("pb"));  // G.R.6
    add("Units.CrossSection.TargetScale", std::string("PerAtom"));
    add("FluxAveragedTotalCrossSection", run_.cross_section / units::picobarn);  // G.C.2
    add("FluxAveragedTotalCrossSectionUncertainty", run_.cross_section_error / units::picobarn);
    if (run_.exposure_pot > 0.0) add("Exposure.POT", run_.exposure_pot);  // G.C.1
    if (run_.exposure_livetime_s > 0.0) add("Exposure.Livetime", run_.exposure_livetime_s);
  }

  void add_processes() {  // G.R.8, G.C.3
    std::vector<int> ids;
    for (const event::ProcessDescription& process : run_.processes) {
      const std::string id = bracketed(process.id);
      ids.push_back(process.id);
      add("ProcessInfo" + id + ".Name", process.name);
      add("ProcessInfo" + id + ".Description", process.description);
      if (!process.arxiv.empty()) add("Citations.Process" + id + ".arXiv", joined(process.arxiv));
      if (process.cross_section > 0.0) {
        add("Provenance.ProcessCrossSection" + id, process.cross_section / units::picobarn);
      }
    }
    add("ProcessIDs", numbers_text(ids));
    if (!run_.citations_arxiv.empty()) add("Citations.Generator.arXiv", joined(run_.citations_arxiv));
  }

  template <class Codes>
  void add_codes(const std::string& kind, const Codes& codes) {
    std::vector<int> ids;
    for (const StatusCode& code : codes) {
      const std::string prefix = kind + "StatusInfo" + bracketed(code.id);
      ids.push_back(code.id);
      add(prefix + ".Name", std::string(code.name));
      add(prefix + ".Description", std::string(code.description));
    }
    add(kind + "StatusIDs", numbers_text(ids));
  }
  void add_statuses() {  // G.R.9, G.R.10, G.S.2
    add_codes("Vertex", vertex_statuses);
    add_codes("Particle", particle_statuses);
  }

  void add_particles() {  // G.R.11, G.C.5
    std::vector<event::AdditionalParticle> particles = {
        {unmodelled_remnant, "Remnant", "what is left of the target nucleus where it is not modelled"}};
    particles.insert(particles.end(), run_.additional_particles.begin(), run_.additional_particles.end());
    std::vector<int> numbers;
    for (const event::AdditionalParticle& particle : particles) {
      const std::string pdg = bracketed(particle.pdg);
      numbers.push_back(particle.pdg);
      // The specification and its reference reader spell this differently: both are served.
      add("AdditionalParticleNumber" + pdg + ".Name", particle.name);
      add("AdditionalParticleInfo" + pdg + ".Name", particle.name);
      add("AdditionalParticleInfo" + pdg + ".Description", particle.description);
    }
    add("AdditionalParticleNumbers", numbers_text(numbers));
  }

  void add_beams() {  // G.C.4, with the names of the reference reader and of the specification's text
    if (run_.beam.empty()) return;
    const std::string flux_unit = run_.flux_unit.empty() ? "Arbitrary" : run_.flux_unit;
    const auto type = [](const event::BeamSpectrum& beam) -> std::string {
      return beam.bin_edges.size() == 1 ? "MonoEnergetic" : "Histogram";
    };
    for (const event::BeamSpectrum& beam : run_.beam) {
      const std::string name = "Beam[" + number_text(beam.pdg) + "]";
      add(name + ".Type", type(beam));
      add_units(name, flux_unit);
      if (beam.bin_edges.size() == 1) {
        add(name + ".MonoEnergetic.Energy", beam.bin_edges.front());
        continue;
      }
      add(name + ".Histogram.BinEdges", numbers_text(beam.bin_edges));
      add(name + ".Histogram.BinContent", numbers_text(beam.bin_content));
      add(name + ".Histogram.ContentIsPerWidth", 1);
    }
    add_units("Beam", flux_unit);
    const std::string first = type(run_.beam.front());
    if (std::ranges::all_of(run_.beam, [&](const auto& beam) { return type(beam) == first; })) {
      add("Beam.Type", first);
    }
  }
  void add_units(const std::string& name, const std::string& flux_unit) {
    add(name + ".EnergyUnit", std::string("GEV"));
    add(name + ".FluxUnit", flux_unit);
    add(name + ".RateUnit", flux_unit);
  }

  void add_target() {  // G.S.3
    std::vector<std::string> items;
    for (const auto& [pdg, abundance] : run_.target_abundance) {
      items.push_back(number_text(pdg) + "[" + number_text(abundance) + "]");
    }
    if (!items.empty()) add("TargetMaterialRelativeAtomicAbundance", joined(items));
  }

  void add_provenance() {  // G.S.1
    add("Provenance.Card", run_.card);
    add("Provenance.Seed", number_text(run_.seed));
    add("Provenance.RandomNumbers",
        std::string("counter-based: a function of seed, event number and purpose, without further state"));
    add("Provenance.GeneratorVersion", run_.generator_version);
    add("Provenance.NEvents", number_text(run_.event_count));
    std::string sums;
    for (const auto& [table, sum] : run_.data_checksums) sums.append(sum).append("  ").append(table).append("\n");
    add("Provenance.DataChecksumsSHA256", sums);
    if (run_.expected_events > 0.0) add("Provenance.ExpectedEvents", run_.expected_events);
    add("Provenance.WeightsDividedByNEvents", 0);
    add("Provenance.WeightMeaning", weight_meaning());
    if (!run_.variation_cross_sections.empty()) {
      std::vector<double> values;
      for (const double value : run_.variation_cross_sections) values.push_back(value / units::picobarn);
      add("Provenance.VariationFluxAveragedTotalCrossSections", numbers_text(values));
    }
  }

  std::string weight_meaning() const {
    std::string text = run_.unweighted ? "unweighted: CV is 1, above 1 where it keeps an excess. "
                                       : "weighted: the mean of CV is 1 up to statistics. ";
    return text +
           "Weights are not divided by the number of events: an event stands for "
           "FluxAveragedTotalCrossSection * CV / (sum of CV over the file). Every other weight replaces CV, "
           "with the same sum of CV below.";
  }

  const RunInfo& run_;
  std::shared_ptr<HepMC3::GenRunInfo> info_;
};

void check_line_lengths(std::string_view text) {
  constexpr size_t longest = 512 * 512 - 2;  // HepMC3::ReaderAscii reads lines into 512 * 512 bytes
  while (!text.empty()) {
    const size_t length = std::min(text.find('\n'), text.size());
    if (length > longest) {
      throw Failure("no NuHepMC file", "the line '" + std::string(text.substr(0, 60)) + "...' has " +
                                           std::to_string(length) + " bytes, more than HepMC3 can read");
    }
    text.remove_prefix(std::min(length + 1, text.size()));
  }
}

}  // namespace

Envelope make_envelope(const RunInfo& run) {
  const Header header(run);
  std::ostringstream stream;
  {
    HepMC3::WriterAscii writer(stream, header.info());
    writer.set_precision(17);
  }  // its end writes the footer; close() would write a second one
  const std::string text = stream.str();
  const size_t end = text.rfind("HepMC::Asciiv3-END_EVENT_LISTING");
  if (end == std::string::npos || text.find("\nHepMC::Asciiv3-END_EVENT_LISTING") != end - 1) {
    throw Failure("no NuHepMC file", "HepMC3 did not write its last line once");
  }
  check_line_lengths(std::string_view(text).substr(0, end));
  return {text.substr(0, end), text.substr(end)};
}

}  // namespace tridens::io::nuhepmc
