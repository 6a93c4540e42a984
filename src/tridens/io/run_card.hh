#pragma once
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

// A run card: what to compute, written by the user as TOML and described key by key in docs/cards.md. The
// structs hold what the card says; quantities keep their unit ("5 GeV") and are checked for it here. Names of
// targets, form factors, models, variables and fluxes are looked up by the room `run`.
namespace tridens::io {

/// Settings of a model as text, by name: {"mass", "10 MeV"}, {"coupling", "0.001"}.
using Settings = std::map<std::string, std::string>;

/// [process]
struct ProcessCard {
  std::string name = "trident";
  std::string neutrino;  // "numu", ... or "all": every species that the flux gives
  std::string pair;      // charged leptons, the negative one first: "mu-mu+", "e-mu+"
  std::string target;    // nuclide, element, compound or named mixture: "Ar40", "CH2"
  std::vector<std::string> components = {"coherent", "proton", "neutron"};
  std::string form_factor = "default";
  std::string nucleon_form_factor = "default";
  bool pauli = true;     // Pauli blocking of bound nucleons
  std::string pauli_kf;  // Fermi momentum; "" is 0.235 GeV in nuclei and none for the targets p and n
  // Elastic scattering ("cevns", "nu-e"); pair, components, nucleon_form_factor and pauli then have no meaning.
  std::string neutron_form_factor;     // of the neutrons in the nucleus; "" as form_factor
  std::string kinematics = "exact";    // or "leading": 1 - M T/2E^2 only
  std::string axial = "auto";          // or "none"
  std::string binding = "free";        // of electrons, or "stepped"
  std::string recoil_min, recoil_max;  // kinetic energies; "" is the whole range
  // Processes of the registry ("dis", "glashow", ...) have neutrino and target, and every other key as a setting; read
  // from a card, settings hold the defaults too.
  Settings settings;
  bool operator==(const ProcessCard&) const = default;
};

/// What the keys of a process are: those of tridents, of elastic scattering ("cevns", "nu-e"), or its own settings
/// (process::make_process).
enum class ProcessKind { trident, elastic, registered };
/// UserError with the nearest name for an unknown process.
ProcessKind kind_of(const std::string& process_name);

/// [model]: a name, and every other key as a setting.
struct ModelCard {
  std::string name = "sm";
  Settings settings;
  bool operator==(const ModelCard&) const = default;
};

/// [flux]: exactly one of the five is not empty.
struct FluxCard {
  std::string name;      // a flux of the data folder
  std::string file;      // a table of the user, relative to the folder of the card
  std::string energy;    // mono-energetic: "5 GeV"
  std::string analytic;  // "power-law,gamma=2,min=1GeV,max=100GeV"
  std::string source;    // a described source: "reactor,power=1GW,distance=10m"
  bool operator==(const FluxCard&) const = default;
};

/// [exposure]: target mass and exactly one measure of the beam.
struct ExposureCard {
  std::string mass;                          // "75 t"
  std::optional<double> pot;                 // protons on target
  std::string time;                          // "1 y"
  std::optional<double> inverse_femtobarns;  // integrated luminosity of a collider
  std::optional<double> bursts;              // of a supernova
  bool operator==(const ExposureCard&) const = default;
};

/// [[generate.variation]]: a named weight. What is empty is as in [process] and [model].
struct VariationCard {
  std::string name;
  std::string form_factor;
  std::string nucleon_form_factor;
  std::optional<bool> pauli;
  std::string pauli_kf;
  std::string neutron_form_factor;
  std::optional<ModelCard> model;
  bool operator==(const VariationCard&) const = default;
};

/// [generate]
struct GenerateCard {
  std::uint64_t events = 10000;
  std::uint64_t seed = 1;
  int threads = 1;
  std::string output;  // "" when the command line gives it; relative to the working folder
  std::string format;  // "" chooses by the ending of the output
  bool unweighted = true;
  std::vector<VariationCard> variations;
  bool operator==(const GenerateCard&) const = default;
};

/// [detector]: response to final-state particles; maps are by "electron", "photon", "muon", "pion", "proton" and
/// replace what the named response says.
struct DetectorCard {
  std::string name;          // a response by name ("dune-lar-1902.08579"); "" starts from a perfect one
  std::string threshold_on;  // "observed" or "true" energy; "" as the named response
  std::map<std::string, std::string> threshold;              // kinetic energy below which nothing is seen
  std::map<std::string, double> energy_resolution;           // a of sigma_E/E = a/sqrt(E/GeV) (+) c
  std::map<std::string, double> energy_resolution_constant;  // c
  std::string angular_resolution;                            // per projected angle, of all particles; "" as named
  std::map<std::string, double> efficiency;                  // of seeing a particle, between 0 and 1
  std::map<std::string, std::string> efficiency_file;        // the same as a table over kinetic energy
  bool operator==(const DetectorCard&) const = default;
};

/// [[cut]]: keeps min <= variable <= max; one of the two may be empty.
struct CutCard {
  std::string variable;
  std::string min, max;  // with unit, or a plain number for variables without one
  bool operator==(const CutCard&) const = default;
};

/// [[histogram]]: equal bins between min and max.
struct HistogramCard {
  std::string variable;
  std::string min, max;  // with unit, or a plain number for variables without one
  int bins = 0;
  std::string unit;  // to print in; "" is the unit of the variable
  bool operator==(const HistogramCard&) const = default;
};

/// [precision]
struct PrecisionCard {
  double relative = 1e-3;         // of cross sections
  std::string method = "tables";  // or "montecarlo"
  bool operator==(const PrecisionCard&) const = default;
};

struct RunCard {
  ProcessCard process;
  ModelCard model;
  FluxCard flux;
  std::optional<ExposureCard> exposure;
  GenerateCard generate;
  std::optional<DetectorCard> detector;
  std::string selection;  // [selection] name: cuts by name ("dune-mumu-1902.08579"), before [[cut]]; "" for none
  std::vector<CutCard> cuts;
  std::vector<HistogramCard> histograms;
  PrecisionCard precision;
  std::string folder;  // where the card lies, for the files that it names; not part of its text
  bool operator==(const RunCard&) const = default;
};

/// Reads a card from a file. UserError with file, line and the nearest name for unknown tables and keys,
/// wrong types, missing keys, wrong units, numbers out of range.
RunCard read_run_card(const std::string& path);

/// The same from text. `origin` names it in messages; `folder` becomes RunCard::folder.
RunCard parse_run_card(std::string_view text, const std::string& origin, const std::string& folder = "");

/// The card with every default written out, as TOML: parse_run_card(resolved_text(card)) == card.
std::string resolved_text(const RunCard& card);

/// A file that the card names: absolute as it is, else relative to the folder of the card.
std::string file_of(const RunCard& card, const std::string& name);

/// Neutrino and lepton pair of the twelve channels that the generator of 1902.06765 numbers 1 to 12.
/// UserError for other numbers.
struct MenuChannel {
  std::string neutrino, pair;
};
MenuChannel menu_channel(std::int64_t number);

}  // namespace tridens::io
