#pragma once
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "tridens/base/particle.hh"
#include "tridens/base/quantity.hh"
#include "tridens/model/elastic_terms.hh"
#include "tridens/model/lepton_vertex.hh"

namespace tridens::model {

/// One parameter of a model, as help and checks need it.
struct Parameter {
  std::string name, meaning;
  Dimension dimension = Dimension::number;
  std::string default_text;            // "" when the user must give it
  double lowest = 0.0, highest = 0.0;  // inclusive, in the unit of the dimension (GeV for energies)
};

struct ModelInfo {
  std::string name, title;
  std::string lagrangian;  // formula and normalisation
  std::vector<Parameter> parameters;
  std::vector<std::string> papers;  // arXiv numbers or references
  std::string validity;
  std::vector<std::string> processes;  // where it has a meaning: "trident", "cevns", "nu-e"
};

/// Settings by parameter name, as text with units: {"mass": "10 MeV", "coupling": "1e-3"}.
using Settings = std::map<std::string, std::string>;

/// Charged leptons and neutrino of a trident vertex  nu_in -> nu_out l-(minus) l+(plus). Exists only where the Standard
/// Model allows it.
struct TridentChannel {
  Neutrino incoming, outgoing;
  Flavour minus = Flavour::muon, plus = Flavour::muon;
  bool charged_current = false, neutral_current = false;

  std::string pair() const;      // "mu-e+"
  std::string reaction() const;  // "numu -> nue mu-e+"
  std::string content() const;   // "CC", "NC", "CC+NC"
};

/// Works out the outgoing neutrino and the currents from lepton-flavour conservation: W exchange needs
/// incoming = l-, outgoing = l+ flavour (swapped for antineutrinos), Z exchange a flavour-diagonal pair.
/// UserError that lists the allowed pairs when there is none.
TridentChannel trident_channel(Neutrino incoming, Flavour minus, Flavour plus);
/// All allowed channels of all six neutrinos.
std::vector<TridentChannel> trident_channels();
/// Pair names: "mu-mu+", "mu+mu-", "e+mu-", ... to flavours of l- and l+.
std::pair<Flavour, Flavour> parse_lepton_pair(std::string_view text);

class StandardModel;

/// From Lagrangian parameters to couplings at each vertex. Knows no cross section.
class Model {
 public:
  virtual ~Model() = default;
  virtual ModelInfo info() const = 0;
  /// Every parameter with the value in use, with unit.
  virtual Settings resolved() const = 0;
  /// Couplings V, A (1807.10973 normalisation: g_V = -1/2 + 2 s_W^2 for pure NC) of a trident channel. UserError from a
  /// model that has no meaning there.
  virtual LeptonVertex trident_vertex(const TridentChannel& channel) const;
  /// Adds the interactions with protons, neutrons and electrons that go beyond the Standard Model. UserError from a
  /// model that has no meaning there.
  virtual void add_elastic(Neutrino incoming, ElasticTerms& terms) const;
  /// The Standard Model that it extends.
  virtual const StandardModel& standard() const = 0;
};

/// All channels of elastic scattering of one neutrino: the Standard Model and what the model adds.
std::vector<ElasticChannel> elastic_channels(const Model& model, Neutrino incoming);

/// The model by name with settings; unknown names, unknown or missing settings and values out of range are UserErrors.
/// Several models act together as "nsi+magnetic-moment": their amplitudes add. A setting goes to the one that knows it;
/// where several do, it is written "light-vector.mass" (sin2thetaW and couplings are common to all).
std::shared_ptr<const Model> make_model(std::string_view name, const Settings& settings = {});
/// Settings with the weak mixing angle of low momentum transfer, 0.23857 (MSbar, q -> 0), unless they give another:
/// what elastic scattering uses by default.
Settings with_low_energy_mixing_angle(Settings settings);
std::vector<ModelInfo> models();

}  // namespace tridens::model
