#pragma once
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "tridens/matter/material.hh"
#include "tridens/model/model.hh"
#include "tridens/process/elastic.hh"
#include "tridens/process/trident_levels.hh"

// Cross sections for the page in the browser, from the same processes, models and targets as the program's
// `tridens xsec`, and with its defaults.
namespace tridens::web {

/// What is asked; texts as on the command line, "" or "default" for the default.
struct Query {
  std::string process = "cevns";  // "cevns", "nu-e", "trident"
  std::string neutrino, pair, target;
  std::string form_factor = "default", nucleon_form_factor = "default";
  std::string kinematics = "exact", axial = "auto", binding = "free";  // of elastic scattering
  std::string recoil_min, recoil_max;                                  // totals of recoils between them
  bool pauli = true;                                                   // of tridents
  std::string model = "sm";
  model::Settings settings;
};

/// A curve of the model and of the Standard Model with the same weak mixing angle and couplings.
struct Curves {
  std::vector<double> x;                // GeV (totals), keV (recoils)
  std::vector<double> value, standard;  // cm2, cm2/keV; zero outside the phase space
  std::vector<double> error;            // numerical, of the model's; empty for recoils: exact to rounding
  std::string unit, per;                // "cm2/keV", "formula unit"
  std::vector<std::pair<std::string, std::string>> choices;  // as resolved: form factors, couplings
  std::vector<std::string> papers;
};

class Calculator {
 public:
  /// The table of a lepton pair as `tridens tables` wrote it; totals of tridents need it.
  void set_table(const std::string& minus, const std::string& plus, std::vector<double> values);

  /// Total cross sections. `highest_energy` bounds all energies that will be asked with these settings: the table of a
  /// mediator reaches so far. UserError for what the process does not have.
  Curves totals(const Query& query, const std::vector<double>& energies_GeV, double highest_energy_GeV);

  /// d sigma/dT of elastic scattering at an energy; without recoils at `count` of them up to the end point, evenly in
  /// the logarithm.
  Curves recoils(const Query& query, double energy_GeV, std::vector<double> recoils_keV, int count);

 private:
  using Elastic = std::shared_ptr<const process::ElasticProcess>;
  /// The process of a query and that of its Standard Model.
  struct ElasticPair {
    Elastic model, standard;
    double targets = 1.0;  // a cross section of a formula unit is of that many targets
    std::string per;
    std::vector<std::string> papers;
  };
  /// A trident process with the integrals made so far: by shape of component and energy.
  struct TridentIntegrals {
    std::shared_ptr<const process::Trident> trident;
    std::map<std::pair<std::string, double>, process::TridentLevels> levels;
  };

  static ElasticPair elastic(const Query& query);
  TridentIntegrals& integrals(const Query& query, const model::LeptonVertex& vertex, double highest_energy);
  static process::CrossSection trident_total(TridentIntegrals& integrals, const model::LeptonVertex& vertex,
                                             double energy);
  Curves elastic_totals(const Query& query, const std::vector<double>& energies) const;
  Curves trident_totals(const Query& query, const std::vector<double>& energies, double highest_energy);

  process::LeptonTables tables_;
  std::vector<std::pair<std::string, TridentIntegrals>> integrals_;  // by what they depend on, latest last
};

/// Settings of a query that belong to the Standard Model.
model::Settings standard_settings(const model::Settings& settings);

}  // namespace tridens::web
