#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numeric>

#include "tridens/base/error.hh"
#include "tridens/base/units.hh"
#include "tridens/rate/detail/source_nodes.hh"

// Counts in bin b and time bin j:
//   N_bj = exposure x targets x share_j x sum_components int dT P_b(T) sum_k a_k(T) M_k(E_min(T)),
// P_b the response, a_k the coefficients of the process, M_k the moments of the spectrum, share_j the probability of
// arriving and being counted in time bin j.
namespace tridens::rate {
namespace {

using process::ElasticProcess;

void check(const detector::Experiment& experiment, const flux::Flux& flux, const std::vector<SignalSource>& sources) {
  if (flux.normalisation != flux::Normalisation::absolute) {
    throw UserError("flux '" + flux.name + "' gives no absolute rate", "it is a shape of integral 1",
                    "take a flux of absolute normalisation");
  }
  if (experiment.exposure_unit != flux.exposure_unit) {
    throw UserError(
        fmt::format("the exposure of experiment '{}' is in '{}'", experiment.name, experiment.exposure_unit),
        fmt::format("flux '{}' is per '{}'", flux.name, flux.exposure_unit),
        "give the exposure in the unit of the flux");
  }
  if (sources.empty()) {
    throw UserError("no process is asked for", "there is nothing to predict", "give at least one, such as cevns");
  }
}

/// Counts per bin of energy and time.
std::vector<double> spread(const std::vector<double>& energy_counts, const std::vector<double>& shares) {
  std::vector<double> counts;
  counts.reserve(energy_counts.size() * shares.size());
  for (const double count : energy_counts) {
    for (const double share : shares) counts.push_back(count * share);
  }
  return counts;
}

std::vector<double> sum(const Prediction& prediction, std::string_view kind) {
  std::vector<double> result(prediction.energy_bins * prediction.time_bins);
  for (const Prediction::Part& part : prediction.parts) {
    if (part.kind != kind) continue;
    std::ranges::transform(result, part.counts, result.begin(), std::plus<>{});
  }
  return result;
}

}  // namespace

double Prediction::Part::total() const {
  return std::accumulate(counts.begin(), counts.end(), 0.0);
}

std::vector<double> Prediction::signal() const {
  return sum(*this, "signal");
}

std::vector<double> Prediction::background() const {
  return sum(*this, "background");
}

ResponseMemory::ResponseMemory(const detector::RecoilResponseOptions& response)
    : remembered_(std::make_shared<detail::RememberedResponse>(detector::RecoilResponse(response))) {}

Predictor::Predictor(const detector::Experiment& experiment, const flux::Flux& flux, std::vector<SignalSource> sources)
    : Predictor(experiment, flux, std::move(sources), ResponseMemory(experiment.response)) {}

Predictor::Predictor(const detector::Experiment& experiment, const flux::Flux& flux, std::vector<SignalSource> sources,
                     const ResponseMemory& memory)
    : setup_(std::make_unique<Setup>()) {
  experiment.check();
  check(experiment, flux, sources);
  detail::RememberedResponse& remembered = *memory.remembered_;
  const detector::RecoilResponse& response = remembered.response();
  const double targets = experiment.mass_tonnes * matter::material(experiment.target).units_per_tonne();
  const double scale = experiment.exposure * targets / units::cm2;
  setup_->energy_bins = response.bins();
  setup_->time_bins = experiment.time_bins();
  double counted = 0.0;
  std::string reach;
  double end_point = 0.0;
  for (SignalSource& source : sources) {
    const ElasticProcess& process = *source.process_of_neutrino;
    const flux::Spectrum& spectrum = flux.spectrum(process.neutrino());
    const std::string name = source.process + " " + tridens::name(process.neutrino());
    setup_->sources.push_back({name, std::move(source), detail::component_nodes(process, spectrum, remembered, scale),
                               remembered.time_shares(experiment, flux, process.neutrino())});
    const detail::SourceNodes& nodes = setup_->sources.back();
    if (spectrum.highest() > end_point) {
      end_point = spectrum.highest();
      reach = name + ": " + detail::reach_of(process, spectrum, response);
    }
    if (!nodes.components.empty()) counted += std::accumulate(nodes.shares.begin(), nodes.shares.end(), 0.0);
  }
  if (!(counted > 0.0)) {
    const bool reached =
        std::ranges::any_of(setup_->sources, [](const auto& nodes) { return !nodes.components.empty(); });
    throw UserError(fmt::format("experiment '{}' counts nothing of flux '{}'", experiment.name, flux.name),
                    reached ? "no neutrino arrives within its time bins" : reach,
                    reached ? "check the time bins and the offset" : "lower the threshold, or take another flux");
  }
  for (const detector::Background& background : experiment.backgrounds) {
    Prediction::Part part{background.name, "background", background.shape};
    for (double& count : part.counts) count *= background.events;
    setup_->backgrounds.push_back(std::move(part));
  }
}

Predictor::~Predictor() = default;
Predictor::Predictor(Predictor&&) noexcept = default;

Prediction Predictor::predict() const {
  std::vector<std::shared_ptr<const ElasticProcess>> processes;
  for (const detail::SourceNodes& source : setup_->sources) processes.push_back(source.given.process_of_neutrino);
  return predict(processes);
}

EnergyPrediction Predictor::predict_energy(const std::vector<std::shared_ptr<const ElasticProcess>>& processes) const {
  if (processes.size() != setup_->sources.size()) {
    throw UserError(fmt::format("{} processes for {} sources", processes.size(), setup_->sources.size()),
                    "a prediction needs one for each", "give them in the order of the sources");
  }
  EnergyPrediction prediction;
  double error = 0.0, total = 0.0;
  for (size_t i = 0; i < processes.size(); ++i) {
    const detail::SourceNodes& source = setup_->sources[i];
    detail::check_same(*source.given.process_of_neutrino, *processes[i]);
    std::vector<double> counts(setup_->energy_bins);
    const double share = std::accumulate(source.shares.begin(), source.shares.end(), 0.0);
    error += share * detail::add_counts(source, *processes[i], setup_->energy_bins, counts.data());
    total += share * std::accumulate(counts.begin(), counts.end(), 0.0);
    prediction.counts.push_back(std::move(counts));
  }
  if (!std::isfinite(total)) {
    throw Failure("the prediction is not a number", "a coefficient of a process is not", "report the couplings used");
  }
  prediction.relative_error = total != 0.0 ? error / std::abs(total) : 0.0;
  return prediction;
}

Prediction Predictor::predict(const std::vector<std::shared_ptr<const ElasticProcess>>& processes) const {
  const EnergyPrediction energy = predict_energy(processes);
  Prediction prediction;
  prediction.energy_bins = setup_->energy_bins;
  prediction.time_bins = setup_->time_bins;
  prediction.relative_error = energy.relative_error;
  for (size_t i = 0; i < processes.size(); ++i) {
    const detail::SourceNodes& source = setup_->sources[i];
    prediction.parts.push_back({source.name, "signal", spread(energy.counts[i], source.shares)});
  }
  prediction.parts.insert(prediction.parts.end(), setup_->backgrounds.begin(), setup_->backgrounds.end());
  return prediction;
}

}  // namespace tridens::rate
