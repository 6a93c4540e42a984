#include "tridens/model/four_fermion.hh"

#include <array>

#include "tridens/base/error.hh"
#include "tridens/model/detail/settings.hh"

namespace tridens::model {
namespace {

constexpr double largest_coupling = 1e6;

struct Normalisation {
  const char *vector, *axial;
  bool totals;
  double vector_factor, axial_factor;  // to V and A
};

constexpr std::array normalisations = {
    Normalisation{"V", "A", true, 1.0, 1.0}, Normalisation{"gV", "gA", true, 0.5, -0.5},
    Normalisation{"delta_V", "delta_A", false, 1.0, 1.0}, Normalisation{"delta_gV", "delta_gA", false, 0.5, -0.5}};

std::vector<Parameter> parameters() {
  std::vector<Parameter> result = StandardModel::parameters();
  for (const Normalisation& kind : normalisations) {
    const std::string meaning = kind.totals ? "total coupling of the channel" : "shift from the Standard Model";
    for (const char* key : {kind.vector, kind.axial}) {
      result.push_back({key, meaning, Dimension::number, "0", -largest_coupling, largest_coupling});
    }
  }
  return result;
}

}  // namespace

FourFermion::FourFermion(const Settings& settings) : standard_(StandardModel::own(settings)) {
  detail::check_names(parameters(), settings, "four-fermion");
  int kinds = 0;
  for (const Normalisation& kind : normalisations) {
    const bool vector = settings.contains(kind.vector), axial = settings.contains(kind.axial);
    if (!vector && !axial) continue;
    ++kinds;
    if (kind.totals && vector != axial) {
      throw UserError("only one of " + std::string(kind.vector) + " and " + kind.axial + " is given",
                      "totals replace both couplings of the Standard Model", "give both, or shifts delta_V, delta_A");
    }
    totals_ = kind.totals;
    const auto value = [&](const char* key) {
      return detail::value_of({key, "", Dimension::number, "0", -largest_coupling, largest_coupling}, settings,
                              "four-fermion");
    };
    V_ = kind.vector_factor * value(kind.vector);
    A_ = kind.axial_factor * value(kind.axial);
  }
  if (kinds != 1) {
    throw UserError(
        kinds == 0 ? "model four-fermion has no coupling" : "model four-fermion mixes totals, shifts or normalisations",
        "exactly one pair is needed", "give V and A, gV and gA, delta_V and/or delta_A, or delta_gV and/or delta_gA");
  }
}

ModelInfo FourFermion::info() const {
  return {"four-fermion",
          "free vector and axial four-fermion couplings of the neutrino to the charged leptons of the channel",
          "L = -(G_F/sqrt2) [nubar g^t (1-g5) nu] [lbar g_t (V - A g5) l]; gV = 2V, gA = -2A (1902.06765); totals V, A "
          "or gV, gA; "
          "shifts delta_V, delta_A or delta_gV, delta_gA",
          parameters(),
          {"1902.06765", "1807.10973"},
          "contact interactions: new particles heavier than every momentum transfer",
          {"trident", "nu-e"}};
}

Settings FourFermion::resolved() const {
  Settings result = standard_.resolved();
  result[totals_ ? "V" : "delta_V"] = detail::value_text(V_, Dimension::number);
  result[totals_ ? "A" : "delta_A"] = detail::value_text(A_, Dimension::number);
  return result;
}

LeptonVertex FourFermion::trident_vertex(const TridentChannel& channel) const {
  LeptonVertex vertex = standard_.trident_vertex(channel);
  vertex.V = totals_ ? V_ : vertex.V + V_;
  vertex.A = totals_ ? A_ : vertex.A + A_;
  return vertex;
}

void FourFermion::add_elastic(Neutrino incoming, ElasticTerms& terms) const {
  double V = V_, A = A_;
  if (totals_) {
    ElasticTerms standard;
    standard_.add_standard_terms(incoming, standard);
    for (const InteractionTerm& term : standard.channels().front().terms) {
      (term.lorentz == Lorentz::vector ? V : A) -= term.electron.real();
    }
  }
  terms.add(outgoing(incoming), {"four-fermion", Lorentz::vector, 0.0, 0.0, V, {}});
  terms.add(outgoing(incoming), {"four-fermion", Lorentz::axial, 0.0, 0.0, A, {}});
}

}  // namespace tridens::model
