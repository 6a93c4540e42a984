#pragma once
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "mediator_integrals.hh"
#include "tridens/matter/material.hh"
#include "tridens/model/model.hh"
#include "tridens/process/elastic.hh"
#include "tridens/process/trident_levels.hh"
#include "tridens/process/trident_transfer_table.hh"

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

  /// The spectra of the momentum transfer of l- l+, likewise; totals of tridents with a mediator need them.
  void set_transfer_table(const std::string& lepton, std::vector<float> values);

  /// Total cross sections. `highest_energy` bounds all energies that will be asked with these settings. UserError for
  /// what the process does not have.
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
  /// A process, whose tables serve other couplings at the same masses, and totals that were made of it.
  struct KeptElastic {
    std::string key;
    Elastic process;
    std::map<double, process::CrossSection> totals;  // by energy
  };
  /// Integrals of one shape of component at one energy, by the rules of increasing fineness that were needed.
  struct KeptIntegrals {
    process::TridentLevels standard;  // without mediator
    std::vector<MediatorNodes> nodes;
    process::TridentLevels mediator;  // of the latest one
  };
  /// A trident process without mediator, which serves all of them, and its integrals: by shape and energy.
  struct TridentIntegrals {
    std::string key;  // what they depend on
    std::shared_ptr<const process::Trident> trident;
    std::map<std::pair<std::string, double>, KeptIntegrals> kept;
    std::string mediator_key;  // of the latest mediator
    std::shared_ptr<const MediatorMoments> moments;
  };

  ElasticPair elastic(const Query& query);
  TridentIntegrals& integrals(const Query& query, const model::TridentChannel& channel,
                              const model::LeptonVertex& plain);
  void renew_mediator(TridentIntegrals& integrals, const model::LeptonVertex& vertex) const;
  static process::CrossSection trident_total(TridentIntegrals& integrals, const model::LeptonVertex& vertex,
                                             double energy);
  Curves elastic_totals(const Query& query, const std::vector<double>& energies);
  Curves trident_totals(const Query& query, const std::vector<double>& energies, double highest_energy);

  KeptElastic model_, standard_;  // of the latest query
  process::LeptonTables tables_;
  std::map<Flavour, process::TransferTable> transfers_;  // of l- l+
  std::vector<TridentIntegrals> integrals_;              // latest last
};

/// Settings of a query that belong to the Standard Model.
model::Settings standard_settings(const model::Settings& settings);

}  // namespace tridens::web
