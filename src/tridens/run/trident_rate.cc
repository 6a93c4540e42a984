#include "tridens/run/trident_rate.hh"

#include <fmt/format.h>

#include <algorithm>
#include <thread>

#include "tridens/base/error.hh"
#include "tridens/io/output_file.hh"
#include "tridens/run/counting_setup.hh"

namespace tridens::run {
namespace {

std::string exposure_text(const CountingSetup& setup) {
  const detector::CountingExperiment& experiment = setup.experiment;
  if (experiment.mass_tonnes == 0.0) return fmt::format("{}, flux {}", experiment.target, setup.flux.label);
  return fmt::format("{:g} t of {}, {:g} {}, flux {}", experiment.mass_tonnes, experiment.target, experiment.exposure,
                     experiment.exposure_unit, setup.flux.label);
}

void describe_model(const model::Model& model, Provenance& provenance) {
  const model::ModelInfo info = model.info();
  std::string text = info.name;
  for (const auto& [key, value] : model.resolved()) text += fmt::format(", {} = {}", key, value);
  provenance.choices.insert(provenance.choices.begin(), {"model", text});
  for (const std::string& paper : info.papers) {
    auto& papers = provenance.citations_arxiv;
    if (std::find(papers.begin(), papers.end(), paper) == papers.end()) papers.push_back(paper);
  }
}

std::string table_text(const RateResult& result) {
  std::string text;
  const auto line = [&](const std::string& key, const std::string& value) {
    text += fmt::format("# {}: {}\n", key, value);
  };
  line("title", "expected tridents of " + result.experiment + ": " + result.title);
  line("source", "Tridens " + result.provenance.version);
  line("content", result.unit.empty() ? "events" : result.unit);
  line("exposure", result.exposure);
  for (const auto& [key, value] : result.provenance.choices) line("choice", key + " = " + value);
  for (const auto& [name, checksum] : result.provenance.data_checksums) line("sha256", checksum + " " + name);
  for (const std::string& paper : result.provenance.citations_arxiv) line("cite", "arXiv:" + paper);
  std::string names, values;
  for (const RateResult::Part& part : result.parts) {
    std::string name = part.name;
    for (char& c : name) c = c == ' ' || c == ',' ? '_' : c;
    names += (names.empty() ? "" : ",") + name;
    values += (values.empty() ? "" : ",") + fmt::format("{}", part.total);
  }
  if (result.observed_total) {
    names += ",observed";
    values += fmt::format(",{}", *result.observed_total);
  }
  return text + names + "\n" + values + "\n";
}

}  // namespace

RateResult trident_rate(const RateRequest& request) {
  for (const std::string& process : request.processes) {
    if (process != "trident") unknown_name("process of " + request.experiment, process, {"trident"});
  }
  if (const auto couplings = request.model.settings.find("couplings");
      couplings != request.model.settings.end() && couplings->second != "tree") {
    throw UserError(
        fmt::format("couplings = {} for the tridents of {}", couplings->second, request.experiment),
        "they are radiative corrections of elastic scattering; of them tridents would take the mixing angle "
        "at low energy alone",
        "leave it out, or set sin2thetaW");
  }
  const CountingSetup setup = make_counting_setup(request.experiment, request.overrides);
  auto model = model::make_model(request.model.name, request.model.settings);
  TridentTermsOptions options;
  options.threads = static_cast<int>(std::max(1u, std::thread::hardware_concurrency()));
  options.stop = request.stop;
  options.progress = request.progress;
  const TridentTermsResult terms = trident_terms(setup, {model}, options);
  const auto expectation = counting_expectation(setup, terms, [&](const std::vector<double>&) { return model; });
  const detector::CountingExperiment& experiment = setup.experiment;

  RateResult result;
  result.experiment = experiment.name;
  result.title = experiment.title;
  const std::vector<double> signals = expectation->channel_signals(vertices_of(setup, *model));
  for (size_t i = 0; i < signals.size(); ++i) {
    const model::TridentChannel& channel = setup.channels[i];
    result.parts.push_back(
        {"trident " + name(channel.incoming) + (experiment.pairs.size() > 1 ? " " + channel.pair() : ""),
         "signal",
         signals[i],
         {signals[i]}});
    result.signal += signals[i];
  }
  for (const detector::CountingBackground& background : experiment.backgrounds) {
    const double events =
        background.events ? *background.events : *background.relative_to_signal * expectation->standard_signal();
    result.parts.push_back({background.name, "background", events, {events}});
    result.background += events;
  }
  result.observable = experiment.is_ratio() ? "ratio" : "events";
  result.unit = experiment.is_ratio() ? "Standard Model" : "";
  if (experiment.measured) {
    result.observed = {experiment.measured->value};
    result.observed_total = experiment.measured->value;
  }
  result.relative_error = terms.relative_error;
  result.exposure = exposure_text(setup);
  if (!experiment.problems.empty()) result.problems.emplace_back("known problems", experiment.problems);
  result.provenance = setup.provenance;
  describe_model(*model, result.provenance);
  if (!request.output.empty()) {
    io::OutputFile file(request.output, io::OutputOptions{request.force, nullptr, 1});
    file.write(table_text(result));
    file.commit();
    result.output = request.output;
  }
  return result;
}

}  // namespace tridens::run
