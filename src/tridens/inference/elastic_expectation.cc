#include "tridens/inference/elastic_expectation.hh"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "tridens/base/error.hh"
#include "tridens/inference/detail/elastic_counts.hh"
#include "tridens/inference/detail/elastic_layer.hh"
#include "tridens/rate/time_shares.hh"

namespace tridens::inference {

using detail::Bend;
using detail::ElasticLayer;
using detail::ElasticPlan;
using detail::ShiftTable;
using detector::Experiment;

struct ElasticExpectation::Implementation {
  /// By uncertainty of the response and its value; {"", 0} is the nominal one.
  using Responses = std::map<std::pair<std::string, double>, rate::ResponseMemory>;

  Couplings couplings;
  Responses responses;
  std::vector<Nuisance> nuisances;
  flux::Flux flux;
  std::shared_ptr<const ElasticPlan> plan;
  std::unique_ptr<const ElasticLayer> nominal;
  /// Of each energy bend of the plan; empty on a side that is not known.
  struct Sides {
    std::unique_ptr<const ElasticLayer> low, high;
  };
  std::vector<Sides> bends;

  /// Of all groups.
  std::vector<detail::GroupEnergy> energies(const std::vector<double>& parameters) const;
  detail::GroupEnergy group_energy(const detail::SignalGroup& group, const std::vector<double>& nominal_counts,
                                   const std::vector<std::vector<double>>& changed) const;
};

namespace {

bool same_arrival(const flux::Flux& flux, Neutrino a, Neutrino b) {
  const auto first = flux.arrival.find(a.pdg()), second = flux.arrival.find(b.pdg());
  if (first == flux.arrival.end() || second == flux.arrival.end()) return first == second;
  return first->second.edges_s() == second->second.edges_s() && first->second.contents() == second->second.contents();
}

/// Sum over the sources of a group, per energy bin; nothing of an empty list.
std::vector<double> summed(const std::vector<size_t>& sources, const std::vector<double>& counts, size_t energy_bins) {
  std::vector<double> result(energy_bins);
  if (counts.empty()) return result;
  for (const size_t source : sources) {
    for (size_t bin = 0; bin < energy_bins; ++bin) result[bin] += counts[source * energy_bins + bin];
  }
  return result;
}

bool same_groups(const ElasticPlan& a, const ElasticPlan& b) {
  const auto same = [](const detail::SignalGroup& one, const detail::SignalGroup& other) {
    return one.sources == other.sources && one.normalisations == other.normalisations && one.shares == other.shares;
  };
  return a.energy_bins == b.energy_bins && a.energy_bends.size() == b.energy_bends.size() &&
         a.signal_factor == b.signal_factor && std::ranges::equal(a.groups, b.groups, same);
}

void add(double weight, const std::vector<double>& what, std::vector<double>& sum) {
  sum.resize(what.size());
  for (size_t bin = 0; bin < what.size(); ++bin) sum[bin] += weight * what[bin];
}

void add(double weight, const detail::GroupEnergy& what, detail::GroupEnergy& sum) {
  add(weight, what.nominal, sum.nominal);
  sum.linear.resize(what.linear.size());
  sum.square.resize(what.square.size());
  for (size_t bend = 0; bend < what.linear.size(); ++bend) {
    add(weight, what.linear[bend], sum.linear[bend]);
    add(weight, what.square[bend], sum.square[bend]);
  }
}

/// Works out the plan and the layers from the setup.
class Builder {
 public:
  /// Responses of the experiment that are known, to which those that are missing are added.
  using Responses = std::map<std::pair<std::string, double>, rate::ResponseMemory>;

  Builder(const ElasticSetup& setup, const flux::Flux& flux, Responses& responses)
      : setup_(setup), experiment_(setup.experiment), flux_(flux), responses_(responses) {
    experiment_.check();
    plan_.energy_bins = experiment_.energy_bins();
    plan_.time_bins = experiment_.time_bins();
    plan_.nuisances = setup.nuisances.size();
    plan_.time = index_of("time");
  }

  std::vector<Nuisance> nuisances() const;
  ElasticPlan plan(const ElasticLayer& nominal);
  std::unique_ptr<const ElasticLayer> nominal_layer() const {
    return std::make_unique<ElasticLayer>(experiment_, flux_, setup_.sources, response("", 0.0, experiment_));
  }
  /// With a nuisance at a value where its variations hold; none for 0.
  std::unique_ptr<const ElasticLayer> layer(const std::string& nuisance, double value) const;

 private:
  const ElasticSetup& setup_;
  const Experiment& experiment_;
  const flux::Flux& flux_;
  Responses& responses_;
  ElasticPlan plan_;

  rate::ResponseMemory response(const std::string& uncertainty, double value, const Experiment& experiment) const {
    return responses_.try_emplace({uncertainty, value}, experiment.response).first->second;
  }
  std::optional<size_t> index_of(const std::string& nuisance) const {
    const auto found = std::ranges::find(setup_.nuisances, nuisance);
    if (found == setup_.nuisances.end()) return std::nullopt;
    return static_cast<size_t>(found - setup_.nuisances.begin());
  }
  double width(const std::string& nuisance, double otherwise) const;
  Bend bend(size_t nuisance, const std::vector<double>& values) const;
  std::vector<detail::RelativeBend> shapes(const std::string& of) const;
  ShiftTable shares(Neutrino neutrino) const;
  void add_groups();
  void add_energy_bends();
  void add_backgrounds();
  void add_signal_factor(const ElasticLayer& nominal);
  void check_effects() const;
};

double Builder::width(const std::string& nuisance, double otherwise) const {
  const auto given = setup_.widths.find(nuisance);
  return given != setup_.widths.end() ? given->second : otherwise;
}

std::vector<Nuisance> Builder::nuisances() const {
  const std::vector<Nuisance> known = available_nuisances(experiment_);
  std::vector<std::string> names;
  for (const Nuisance& one : known) names.push_back(one.name);
  for (const auto& [name, value] : setup_.widths) {
    if (std::ranges::find(names, name) == names.end()) {
      unknown_name("nuisance of experiment '" + experiment_.name + "'", name, names);
    }
  }
  std::vector<Nuisance> result;
  for (const std::string& name : setup_.nuisances) {
    const auto found = std::ranges::find(names, name);
    if (found == names.end()) unknown_name("nuisance of experiment '" + experiment_.name + "'", name, names);
    Nuisance one = known[static_cast<size_t>(found - names.begin())];
    one.width = width(name, one.width);
    if (!(one.width > 0.0)) {
      throw UserError(fmt::format("nuisance '{}' of experiment '{}' has no width", name, experiment_.name),
                      "chi2 needs its standard deviation, or the word 'free'", "give one in the card or the data file");
    }
    const auto common = setup_.common_names.find(name);
    one.name = common != setup_.common_names.end() ? common->second : experiment_.name + "." + name;
    if (std::ranges::any_of(result, [&](const Nuisance& each) { return each.name == one.name; })) {
      throw UserError(fmt::format("two nuisances of experiment '{}' are '{}'", experiment_.name, one.name),
                      "they would be one", "leave one out, or give it a name of its own");
    }
    result.push_back(std::move(one));
  }
  return result;
}

Bend Builder::bend(size_t nuisance, const std::vector<double>& values) const {
  Bend result{nuisance, 0.0, 0.0};
  for (const double value : values) {
    double& side = value > 0.0 ? result.high : result.low;
    if (value == 0.0 || !std::isfinite(value) || (side != 0.0 && side != value)) {
      throw UserError(
          fmt::format("variations of '{}' of experiment '{}'", setup_.nuisances[nuisance], experiment_.name),
          "one on either side is what is interpolated", "leave out all but one at positive and at negative values");
    }
    side = value;
  }
  return result;
}

std::vector<detail::RelativeBend> Builder::shapes(const std::string& of) const {
  std::vector<detail::RelativeBend> result;
  for (size_t nuisance = 0; nuisance < setup_.nuisances.size(); ++nuisance) {
    std::vector<double> values;
    std::map<double, const std::vector<double>*> changes;
    for (const detector::ShapeVariation& one : experiment_.shape_variations) {
      if (one.uncertainty != setup_.nuisances[nuisance] || one.of != of) continue;
      values.push_back(one.sigmas);
      changes[one.sigmas] = &one.relative;
    }
    if (values.empty()) continue;
    detail::RelativeBend shape{bend(nuisance, values), std::vector<double>(plan_.bins()),
                               std::vector<double>(plan_.bins())};
    for (size_t bin = 0; bin < plan_.bins(); ++bin) {
      const double low = shape.bend.low < 0.0 ? (*changes.at(shape.bend.low))[bin] : 0.0;
      const double high = shape.bend.high > 0.0 ? (*changes.at(shape.bend.high))[bin] : 0.0;
      shape.bend.coefficients(low, high, shape.linear[bin], shape.square[bin]);
    }
    result.push_back(std::move(shape));
  }
  return result;
}

ShiftTable Builder::shares(Neutrino neutrino) const {
  if (!plan_.time) return ShiftTable(rate::time_shares(experiment_, flux_, neutrino));
  return ShiftTable([&](double shift_s) { return rate::time_shares(experiment_, flux_, neutrino, shift_s); },
                    detector::largest_time_shift_s);
}

void Builder::add_groups() {
  std::vector<Neutrino> arrivals;  // of the groups
  for (size_t source = 0; source < setup_.sources.size(); ++source) {
    const std::string& process = setup_.sources[source].process;
    const Neutrino neutrino = setup_.sources[source].process_of_neutrino->neutrino();
    size_t same_time = arrivals.size(), group = arrivals.size();
    for (size_t i = 0; i < arrivals.size(); ++i) {
      if (!same_arrival(flux_, arrivals[i], neutrino)) continue;
      same_time = i;
      if (setup_.sources[plan_.groups[i].sources.front()].process == process) group = i;
    }
    if (group < arrivals.size()) {
      plan_.groups[group].sources.push_back(source);
      plan_.groups[group].name += ", " + name(neutrino);
      continue;
    }
    size_t table = plan_.shares.size();
    if (same_time < arrivals.size()) {
      table = plan_.groups[same_time].shares;
    } else {
      plan_.shares.push_back(shares(neutrino));
    }
    detail::SignalGroup added{process + " " + name(neutrino), {source}, {}, table};
    for (const detector::SignalUncertainty& one : experiment_.uncertainties) {
      const bool acts = one.processes.empty() || std::ranges::find(one.processes, process) != one.processes.end();
      if (const auto index = index_of(one.name); index && acts) added.normalisations.push_back(*index);
    }
    plan_.groups.push_back(std::move(added));
    arrivals.push_back(neutrino);
  }
}

void Builder::add_energy_bends() {
  for (size_t nuisance = 0; nuisance < setup_.nuisances.size(); ++nuisance) {
    std::vector<double> values;
    for (const ElasticVariation& one : setup_.variations) {
      if (one.nuisance == setup_.nuisances[nuisance]) values.push_back(one.value);
    }
    for (const detector::ResponseVariation& one : experiment_.response_variations) {
      if (one.uncertainty == setup_.nuisances[nuisance]) values.push_back(one.sigmas);
    }
    if (!values.empty()) plan_.energy_bends.push_back(bend(nuisance, values));
  }
}

std::unique_ptr<const ElasticLayer> Builder::layer(const std::string& nuisance, double value) const {
  if (value == 0.0) return nullptr;
  Experiment varied = experiment_;
  bool other_response = false;
  for (const detector::ResponseVariation& one : experiment_.response_variations) {
    if (one.uncertainty != nuisance || one.sigmas != value) continue;
    varied.response = one.response;
    other_response = true;
  }
  std::vector<rate::SignalSource> sources = setup_.sources;
  for (const ElasticVariation& one : setup_.variations) {
    if (one.nuisance == nuisance && one.value == value && !one.sources.empty()) sources = one.sources;
  }
  if (sources.size() != setup_.sources.size()) {
    throw UserError(fmt::format("a variation of '{}' has {} sources", nuisance, sources.size()),
                    fmt::format("nominally there are {}", setup_.sources.size()), "give the same ones, in order");
  }
  rate::ResponseMemory memory = other_response ? response(nuisance, value, varied) : response("", 0.0, varied);
  return std::make_unique<ElasticLayer>(std::move(varied), flux_, std::move(sources), std::move(memory));
}

void Builder::add_backgrounds() {
  for (const detector::Background& background : experiment_.backgrounds) {
    detail::FixedPart part;
    part.name = background.name;
    part.normalisation = index_of(background.name);
    part.counts = background.shape;
    for (double& count : part.counts) count *= background.events;
    part.shapes = shapes(background.name);
    if (plan_.time && !background.profile_times_s.empty()) {
      part.shares = plan_.shares.size();
      plan_.shares.emplace_back([&](double shift_s) { return rate::time_shares(experiment_, background, shift_s); },
                                detector::largest_time_shift_s);
      part.energy = background.energy_shape;
      for (double& count : part.energy) count *= background.events;
    }
    plan_.backgrounds.push_back(std::move(part));
  }
  if (!experiment_.likelihood.subtract_beam_off) return;
  detail::FixedPart off;
  off.name = "beam off";
  off.counts = experiment_.beam_off;
  plan_.backgrounds.push_back(std::move(off));
}

void Builder::add_signal_factor(const ElasticLayer& nominal) {
  if (experiment_.likelihood.signal_shape != "released") return;
  const detector::Background& released = *experiment_.released_signal;
  if (setup_.standard.empty()) {
    throw UserError("the signal shape of experiment '" + experiment_.name + "' is the released one",
                    "it needs the couplings of the Standard Model to compare with", "give ElasticSetup::standard");
  }
  const std::vector<double> counts = nominal.energy_counts(setup_.standard);
  std::vector<double> own(plan_.bins()), shares(plan_.time_bins), slopes(plan_.time_bins);
  for (const detail::SignalGroup& group : plan_.groups) {
    const std::vector<double> energy = summed(group.sources, counts, plan_.energy_bins);
    plan_.shares[group.shares].evaluate(0.0, shares.data(), slopes.data());
    for (size_t bin = 0; bin < own.size(); ++bin)
      own[bin] += energy[bin / plan_.time_bins] * shares[bin % plan_.time_bins];
  }
  constexpr double negligible = 1e-4;  // events
  for (size_t bin = 0; bin < own.size(); ++bin) {
    const double wanted = released.events * released.shape[bin];
    if (!(own[bin] > 0.0) && wanted > negligible) {
      throw UserError(fmt::format("the released signal of experiment '{}' has {:g} events in bin {}", experiment_.name,
                                  wanted, bin + 1),
                      "none is computed there: the shape cannot be brought over", "take the signal shape 'own'");
    }
    plan_.signal_factor.push_back(own[bin] > 0.0 ? wanted / own[bin] : 0.0);
  }
}

/// A nuisance that nothing depends on is a mistake of the caller.
void Builder::check_effects() const {
  for (size_t nuisance = 0; nuisance < setup_.nuisances.size(); ++nuisance) {
    bool acts = plan_.time == nuisance;
    for (const Bend& one : plan_.energy_bends) acts = acts || one.nuisance == nuisance;
    for (const detail::RelativeBend& one : plan_.signal_shapes) acts = acts || one.bend.nuisance == nuisance;
    for (const detail::SignalGroup& group : plan_.groups) {
      acts = acts || std::ranges::find(group.normalisations, nuisance) != group.normalisations.end();
    }
    for (const detail::FixedPart& part : plan_.backgrounds) {
      const bool any = std::ranges::any_of(part.counts, [](double count) { return count > 0.0; });
      acts = acts || (any && part.normalisation == nuisance);
      for (const detail::RelativeBend& one : part.shapes) acts = acts || one.bend.nuisance == nuisance;
    }
    if (acts) continue;
    throw UserError(
        fmt::format("nuisance '{}' of experiment '{}' changes nothing", setup_.nuisances[nuisance], experiment_.name),
        "no source, background or variation depends on it", "give its variations, or leave it out");
  }
}

ElasticPlan Builder::plan(const ElasticLayer& nominal) {
  add_groups();
  add_energy_bends();
  plan_.signal_shapes = shapes("signal");
  add_backgrounds();
  add_signal_factor(nominal);
  check_effects();
  return std::move(plan_);
}

}  // namespace

std::vector<Nuisance> available_nuisances(const Experiment& experiment) {
  std::vector<Nuisance> result;
  for (const detector::FitUncertainty& one : detector::fit_uncertainties(experiment)) {
    result.push_back({one.name, one.meaning, one.unit, one.width, one.lower, one.upper});
  }
  return result;
}

ElasticExpectation::ElasticExpectation(ElasticSetup setup, Couplings couplings, const ElasticExpectation* known)
    : implementation_(std::make_unique<Implementation>()) {
  Implementation& own = *implementation_;
  own.couplings = std::move(couplings);
  own.flux = std::move(setup.flux);
  if (known != nullptr) own.responses = known->implementation_->responses;
  Builder builder(setup, own.flux, own.responses);
  own.nuisances = builder.nuisances();
  own.nominal = builder.nominal_layer();
  own.plan = std::make_shared<ElasticPlan>(builder.plan(*own.nominal));
  for (const Bend& bend : own.plan->energy_bends) {
    const std::string& nuisance = setup.nuisances[bend.nuisance];
    own.bends.push_back({builder.layer(nuisance, bend.low), builder.layer(nuisance, bend.high)});
  }
}

ElasticExpectation::~ElasticExpectation() = default;

size_t ElasticExpectation::bins() const {
  return implementation_->plan->bins();
}

const std::vector<Nuisance>& ElasticExpectation::nuisances() const {
  return implementation_->nuisances;
}

/// `changed`: counts of all sources, `low` and `high` of each bend in turn.
detail::GroupEnergy ElasticExpectation::Implementation::group_energy(
    const detail::SignalGroup& group, const std::vector<double>& nominal_counts,
    const std::vector<std::vector<double>>& changed) const {
  const size_t size = plan->energy_bins;
  detail::GroupEnergy result{summed(group.sources, nominal_counts, size), {}, {}};
  for (size_t k = 0; k < bends.size(); ++k) {
    const std::vector<double> low = summed(group.sources, changed[2 * k], size);
    const std::vector<double> high = summed(group.sources, changed[2 * k + 1], size);
    std::vector<double> linear(size), square(size);
    for (size_t bin = 0; bin < size; ++bin) {
      const double here = result.nominal[bin];
      plan->energy_bends[k].coefficients(low[bin] - here, high[bin] - here, linear[bin], square[bin]);
    }
    result.linear.push_back(std::move(linear));
    result.square.push_back(std::move(square));
  }
  return result;
}

std::vector<detail::GroupEnergy> ElasticExpectation::Implementation::energies(
    const std::vector<double>& parameters) const {
  const detail::SourceCouplings here = couplings(parameters);
  const std::vector<double> nominal_counts = nominal->energy_counts(here);
  std::vector<std::vector<double>> changed;
  for (const Sides& sides : bends) {
    changed.push_back(sides.low ? sides.low->energy_counts(here) : std::vector<double>{});
    changed.push_back(sides.high ? sides.high->energy_counts(here) : std::vector<double>{});
  }
  std::vector<detail::GroupEnergy> result;
  for (const detail::SignalGroup& group : plan->groups) result.push_back(group_energy(group, nominal_counts, changed));
  return result;
}

std::unique_ptr<ExpectedCounts> ElasticExpectation::at(const std::vector<double>& parameters) const {
  return std::make_unique<detail::ElasticCounts>(implementation_->plan, implementation_->energies(parameters));
}

std::unique_ptr<ExpectedCounts> ElasticExpectation::superposed(const std::vector<Share>& shares,
                                                               const std::vector<double>& parameters) {
  if (shares.empty()) throw Failure("no expectation is given", "there is nothing to add", "");
  const std::shared_ptr<const ElasticPlan>& plan = shares.front().expectation->implementation_->plan;
  std::vector<detail::GroupEnergy> sum;
  for (const Share& share : shares) {
    const Implementation& own = *share.expectation->implementation_;
    const bool fits = same_groups(*own.plan, *plan);
    if (!fits) throw Failure("expectations that do not fit are added", "their sources or nuisances differ", "");
    std::vector<detail::GroupEnergy> energies = own.energies(parameters);
    if (sum.empty()) sum.resize(energies.size());
    for (size_t i = 0; i < energies.size(); ++i) add(share.weight, energies[i], sum[i]);
  }
  return std::make_unique<detail::ElasticCounts>(plan, std::move(sum));
}

}  // namespace tridens::inference
