// Expected counts of an experiment.
#include <fmt/format.h>

#include <filesystem>
#include <numeric>

#include "tridens/base/error.hh"
#include "tridens/io/counting_file.hh"
#include "tridens/io/dark_matter_file.hh"
#include "tridens/io/decay_file.hh"
#include "tridens/io/output_file.hh"
#include "tridens/io/telescope_file.hh"
#include "tridens/run/dark_matter_setup.hh"
#include "tridens/run/decay_setup.hh"
#include "tridens/run/experiment_setup.hh"
#include "tridens/run/file_ending.hh"
#include "tridens/run/pieces.hh"
#include "tridens/run/table_header.hh"
#include "tridens/run/telescope_rate.hh"
#include "tridens/run/trident_rate.hh"

namespace tridens::run {
namespace {

double sum(const std::vector<double>& values) {
  return std::accumulate(values.begin(), values.end(), 0.0);
}

std::string table_text(const RateResult& result) {
  std::string text = table_header(result, "expected counts", "counts per bin");
  const bool timed = !result.time_edges_us.empty();
  text += fmt::format("{0}_low_{1},{0}_high_{1}", result.observable, result.unit);
  if (timed) text += ",time_low_us,time_high_us";
  for (const RateResult::Part& part : result.parts) {
    std::string name = part.name;
    for (char& c : name) c = c == ' ' || c == ',' ? '_' : c;
    text += "," + name;
  }
  if (!result.observed.empty()) text += ",observed";
  text += '\n';
  const size_t times = timed ? result.time_edges_us.size() - 1 : 1;
  for (size_t e = 0; e + 1 < result.edges.size(); ++e) {
    for (size_t t = 0; t < times; ++t) {
      text += fmt::format("{},{}", result.edges[e], result.edges[e + 1]);
      if (timed) text += fmt::format(",{},{}", result.time_edges_us[t], result.time_edges_us[t + 1]);
      for (const RateResult::Part& part : result.parts) text += fmt::format(",{}", part.counts[e * times + t]);
      if (!result.observed.empty()) text += fmt::format(",{}", result.observed[e * times + t]);
      text += '\n';
    }
  }
  return text;
}

std::string exposure_text(const ExperimentSetup& setup) {
  const detector::Experiment& experiment = setup.experiment;
  const std::string mass = fmt::format("{:g} kg of {}", experiment.mass_tonnes * 1e3, experiment.target);
  if (experiment.exposure_unit == "s") {
    constexpr double day = 86400.0;
    return fmt::format("{}, {:g} days, flux {}", mass, experiment.exposure / day, setup.flux.label);
  }
  return fmt::format("{}, {:g} {}, flux {}", mass, experiment.exposure, experiment.exposure_unit, setup.flux.label);
}

}  // namespace

RateResult rate(const RateRequest& request) {
  if (!request.output.empty()) {
    std::error_code ignored;
    if (std::filesystem::equivalent(request.output, request.experiment, ignored)) {
      throw UserError("the output " + request.output + " is the experiment itself", "it would be replaced",
                      "choose another name");
    }
    // A name that cannot be written is refused before the work.
    check_ending(request.output, {".csv"});
    const io::OutputFile probe(request.output, io::OutputOptions{request.force, nullptr, 1});
  }
  Pieces(request.stop, {}, 0).check();
  if (io::names_counting_experiment(request.experiment)) return trident_rate(request);
  if (io::names_telescope(request.experiment)) return telescope_rate(request);
  if (io::names_decay_experiment(request.experiment)) return decay_rate(request);
  if (io::names_dark_matter_experiment(request.experiment)) return dark_matter_rate(request);
  const ExperimentSetup setup = make_experiment_setup(request);
  const rate::Prediction prediction = rate::Predictor(setup.experiment, setup.flux.flux, setup.sources).predict();
  RateResult result;
  result.experiment = setup.experiment.name;
  result.title = setup.experiment.title;
  for (const rate::Prediction::Part& part : prediction.parts) {
    result.parts.push_back({part.name, part.kind, part.total(), part.counts});
    (part.kind == "signal" ? result.signal : result.background) += part.total();
  }
  for (const RateResult::Part& part : result.parts) {
    if (part.kind != "signal" || part.total > 0.0) continue;
    result.problems.emplace_back("no counts of " + part.name, "its recoils do not reach the bins");
  }
  const auto [unit, size] = observable_unit(setup.experiment);
  result.observable = detector::name(setup.experiment.response.observable);
  result.unit = unit;
  for (const double edge : setup.experiment.response.edges) result.edges.push_back(edge / size);
  for (const double edge : setup.experiment.time_edges_s) result.time_edges_us.push_back(edge * 1e6);
  result.observed = setup.experiment.observed;
  if (!result.observed.empty()) result.observed_total = sum(result.observed);
  result.relative_error = prediction.relative_error;
  result.exposure = exposure_text(setup);
  if (!setup.experiment.problems.empty()) result.problems.emplace_back("known problems", setup.experiment.problems);
  result.provenance = setup.provenance;
  if (!request.output.empty()) {
    io::OutputFile file(request.output, io::OutputOptions{request.force, nullptr, 1});
    file.write(table_text(result));
    file.commit();
    result.output = request.output;
  }
  return result;
}

}  // namespace tridens::run
