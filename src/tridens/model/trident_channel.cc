#include "tridens/base/error.hh"
#include "tridens/model/model.hh"

namespace tridens::model {
namespace {

bool allowed(Neutrino incoming, Flavour minus, Flavour plus) {
  const Flavour produced = incoming.antiparticle ? plus : minus;  // the lepton at the neutrino's own W vertex
  return minus == plus || incoming.flavour == produced;
}

}  // namespace

std::string TridentChannel::pair() const {
  return name(minus) + "-" + name(plus) + "+";
}

std::string TridentChannel::reaction() const {
  return tridens::name(incoming) + " -> " + tridens::name(outgoing) + " " + pair();
}

std::string TridentChannel::content() const {
  if (charged_current && neutral_current) return "CC+NC";
  return charged_current ? "CC" : "NC";
}

TridentChannel trident_channel(Neutrino incoming, Flavour minus, Flavour plus) {
  if (!allowed(incoming, minus, plus)) {
    std::string possible;
    for (const TridentChannel& channel : trident_channels()) {
      if (channel.incoming == incoming) possible += (possible.empty() ? "" : ", ") + channel.pair();
    }
    throw UserError("no trident " + name(incoming) + " -> nu " + name(minus) + "-" + name(plus) + "+",
                    "lepton flavour forbids it in the Standard Model",
                    "choose one of " + possible + " for " + name(incoming));
  }
  TridentChannel channel{incoming, incoming, minus, plus, false, minus == plus};
  // nu_a -> W+ l-_a, W+ -> nu_b l+_b;  nubar_a -> W- l+_a, W- -> nubar_b l-_b.
  const Flavour produced = incoming.antiparticle ? plus : minus;
  const Flavour other = incoming.antiparticle ? minus : plus;
  channel.charged_current = incoming.flavour == produced;
  if (channel.charged_current) channel.outgoing.flavour = other;
  return channel;
}

std::vector<TridentChannel> trident_channels() {
  std::vector<TridentChannel> result;
  for (const Neutrino& neutrino : all_neutrinos()) {
    for (int minus = 0; minus < flavour_count; ++minus) {
      for (int plus = 0; plus < flavour_count; ++plus) {
        const auto m = static_cast<Flavour>(minus), p = static_cast<Flavour>(plus);
        if (allowed(neutrino, m, p)) result.push_back(trident_channel(neutrino, m, p));
      }
    }
  }
  return result;
}

std::pair<Flavour, Flavour> parse_lepton_pair(std::string_view text) {
  std::vector<std::string> names;
  for (int i = 0; i < flavour_count; ++i) {
    for (int j = 0; j < flavour_count; ++j) {
      const auto minus = static_cast<Flavour>(i), plus = static_cast<Flavour>(j);
      const std::string first = name(minus) + "-", second = name(plus) + "+";
      if (text == first + second || text == second + first) return {minus, plus};
      names.push_back(first + second);
    }
  }
  unknown_name("lepton pair", text, names);
}

}  // namespace tridens::model
