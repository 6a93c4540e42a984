#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "tridens/base/error.hh"
#include "tridens/rate/detail/coupling_basis.hh"
#include "tridens/rate/detail/source_nodes.hh"

// Counts are a quadratic form in the couplings c_k of one outgoing state:
//   N = sum_k |c_k|^2 Q_kk + 2 sum_{k<l} Re(c_k c_l*) Q_kl,   4 Q_kl = N(e_k + e_l) - N(e_k - e_l).
// Couplings have different dimensions (numbers, GeV^2, GeV^-1): e_k is scaled such that each alone gives the same
// number of events, or the difference would lose the smaller of the two.
namespace tridens::rate {

using detail::Coupling;
using process::ElasticProcess;

struct CouplingTemplates::Source {
  std::string name;
  std::vector<model::ElasticChannel> channels;  // the states and structures that it was made for
  std::vector<Coupling> couplings;
  std::vector<double> shares;  // per time bin
  struct Pair {
    size_t first, second;
    std::vector<double> counts;  // per energy bin, for c_k = c_l = 1, both orders
  };
  std::vector<Pair> pairs;

  /// Adds the couplings of a channel; the first term that is not held, or nullptr.
  const model::InteractionTerm* add_couplings(const model::ElasticChannel& channel,
                                              std::vector<std::complex<double>>& values) const;
};

namespace {

class Polarisation {
 public:
  Polarisation(const detail::SourceNodes& source, size_t bins)
      : source_(source), process_(*source.given.process_of_neutrino), bins_(bins) {}

  std::vector<double> counts(const std::vector<std::pair<const Coupling*, double>>& strengths) const {
    std::vector<double> result(bins_);
    const auto process = process_.with_terms(detail::only(process_.channels(), strengths));
    detail::add_counts(source_, *process, bins_, result.data());
    return result;
  }

  /// Strength at which a coupling alone gives one event per bin on average; zero for one without effect.
  double strength(const Coupling& coupling) const {
    double total = 0.0;
    for (const double count : counts({{&coupling, 1.0}})) total += count / static_cast<double>(bins_);
    return total > 0.0 ? 1.0 / std::sqrt(total) : 0.0;
  }

  /// N(e_k + e_l) - N(e_k - e_l) over 2 for unit couplings: what multiplies Re(c_k c_l*).
  std::vector<double> interference(const Coupling& k, double strength_k, const Coupling& l, double strength_l) const {
    std::vector<double> sum = counts({{&k, strength_k}, {&l, strength_l}});
    const std::vector<double> difference = counts({{&k, strength_k}, {&l, -strength_l}});
    for (size_t bin = 0; bin < bins_; ++bin) {
      sum[bin] = (sum[bin] - difference[bin]) / (2.0 * strength_k * strength_l);
    }
    return sum;
  }

 private:
  const detail::SourceNodes& source_;
  const ElasticProcess& process_;
  size_t bins_;
};

bool any(const std::vector<double>& counts) {
  return std::ranges::any_of(counts, [](double count) { return count != 0.0; });
}

}  // namespace

CouplingTemplates::CouplingTemplates(const Predictor& predictor) {
  const Predictor::Setup& setup = *predictor.setup_;
  energy_bins_ = setup.energy_bins;
  bins_ = setup.energy_bins * setup.time_bins;
  for (const detail::SourceNodes& nodes : setup.sources) {
    const std::vector<model::ElasticChannel>& channels = nodes.given.process_of_neutrino->channels();
    Source source{nodes.name, detail::only(channels, {}), detail::couplings(channels), nodes.shares, {}};
    const Polarisation polarisation(nodes, setup.energy_bins);
    std::vector<double> strengths;
    for (const Coupling& coupling : source.couplings) strengths.push_back(polarisation.strength(coupling));
    for (size_t k = 0; k < strengths.size(); ++k) {
      if (strengths[k] == 0.0) continue;
      const Coupling& first = source.couplings[k];
      source.pairs.push_back({k, k, polarisation.counts({{&first, strengths[k]}})});
      for (double& count : source.pairs.back().counts) count /= strengths[k] * strengths[k];
      for (size_t l = k + 1; l < strengths.size(); ++l) {
        const Coupling& second = source.couplings[l];
        if (strengths[l] == 0.0 || first.channel != second.channel) continue;
        std::vector<double> counts = polarisation.interference(first, strengths[k], second, strengths[l]);
        if (any(counts)) source.pairs.push_back({k, l, std::move(counts)});
      }
    }
    sources_.push_back(std::move(source));
  }
}

CouplingTemplates::~CouplingTemplates() = default;

size_t CouplingTemplates::sources() const {
  return sources_.size();
}
CouplingTemplates::CouplingTemplates(CouplingTemplates&&) noexcept = default;

const model::InteractionTerm* CouplingTemplates::Source::add_couplings(
    const model::ElasticChannel& channel, std::vector<std::complex<double>>& values) const {
  const auto state = std::ranges::find_if(
      channels, [&](const model::ElasticChannel& known) { return known.outgoing == channel.outgoing; });
  const auto index = static_cast<size_t>(state - channels.begin());
  for (const model::InteractionTerm& term : channel.terms) {
    bool held = term.proton == 0.0 && term.neutron == 0.0 && term.electron == 0.0;
    for (size_t k = 0; k < couplings.size(); ++k) {
      const Coupling& coupling = couplings[k];
      if (coupling.channel != index || coupling.lorentz != term.lorentz) continue;
      if (coupling.propagator.key != term.propagator.key) continue;
      values[k] += term.*(coupling.constituent);
      held = true;
    }
    if (!held) return &term;
  }
  return nullptr;
}

bool CouplingTemplates::hold(const std::vector<std::vector<model::ElasticChannel>>& channels) const {
  if (channels.size() != sources_.size()) return false;
  std::vector<std::complex<double>> values;
  for (size_t i = 0; i < sources_.size(); ++i) {
    values.assign(sources_[i].couplings.size(), 0.0);
    for (const model::ElasticChannel& channel : channels[i]) {
      if (sources_[i].add_couplings(channel, values) != nullptr) return false;
    }
  }
  return true;
}

void CouplingTemplates::energy_counts(const std::vector<std::vector<model::ElasticChannel>>& channels,
                                      double* counts) const {
  if (channels.size() != sources_.size()) {
    throw UserError(fmt::format("couplings of {} sources for {} templates", channels.size(), sources_.size()),
                    "each source has its own", "give them in the order of the sources");
  }
  std::fill_n(counts, sources_.size() * energy_bins_, 0.0);
  std::vector<std::complex<double>> values;
  for (size_t i = 0; i < sources_.size(); ++i, counts += energy_bins_) {
    const Source& source = sources_[i];
    values.assign(source.couplings.size(), 0.0);
    for (const model::ElasticChannel& channel : channels[i]) {
      const model::InteractionTerm* term = source.add_couplings(channel, values);
      if (term == nullptr) continue;
      throw UserError(fmt::format("the templates of {} hold no {} coupling ({}) to {}", source.name,
                                  model::name(term->lorentz), term->propagator.key, channel.outgoing.label),
                      "they were made for other structures, masses or outgoing states",
                      "make new templates with this term in the model");
    }
    for (const Source::Pair& pair : source.pairs) {
      const double strength = (values[pair.first] * std::conj(values[pair.second])).real();
      if (strength == 0.0) continue;
      for (size_t bin = 0; bin < energy_bins_; ++bin) counts[bin] += strength * pair.counts[bin];
    }
  }
}

void CouplingTemplates::signal(const std::vector<std::vector<model::ElasticChannel>>& channels, double* counts) const {
  std::vector<double> energy(sources_.size() * energy_bins_);
  energy_counts(channels, energy.data());
  std::fill_n(counts, bins_, 0.0);
  for (size_t i = 0; i < sources_.size(); ++i) {
    double* count = counts;
    for (size_t bin = 0; bin < energy_bins_; ++bin) {
      for (const double share : sources_[i].shares) *count++ += energy[i * energy_bins_ + bin] * share;
    }
  }
}

}  // namespace tridens::rate
