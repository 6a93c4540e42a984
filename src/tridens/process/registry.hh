#pragma once
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "tridens/matter/material.hh"
#include "tridens/matter/parton_density.hh"
#include "tridens/model/model.hh"
#include "tridens/process/form_factor_tables.hh"
#include "tridens/process/photon_table.hh"
#include "tridens/process/process.hh"

namespace tridens::process {

/// What every process says of itself, in the order of the registry.
std::vector<ProcessInfo> processes();
/// By name; UserError with the nearest one.
ProcessInfo process_info(std::string_view name);

/// What a registered process is made of.
struct ProcessRequest {
  Neutrino neutrino;
  matter::Material target;
  std::shared_ptr<const model::Model> model;    // the Standard Model when null
  std::map<std::string, std::string> settings;  // of ProcessInfo::settings, as text with units
  matter::TextReader reader;                    // of files that the settings name; may be empty
  /// Highest neutrino energy that will be asked for, GeV: warnings about ranges need it. 0: not known, all energies.
  double highest_energy = 0.0;
  PhotonTableSource tables = {};  // of totals that need one; empty: Monte Carlo in their place
  /// Shared by requests for the same nuclei at other couplings; null: the process tabulates for itself.
  std::shared_ptr<FormFactorTables> form_factors = nullptr;
};

/// A setting that acts only while another one has one of some values.
struct SettingCondition {
  std::string setting, needs;
  std::vector<std::string> values;
};

/// A process that its name, neutrino, target, model and settings define completely. One function per process, in its
/// file.
struct RegisteredProcess {
  ProcessInfo info;
  std::shared_ptr<const Process> (*make)(const ProcessRequest& request);
  std::vector<SettingCondition> conditions = {};  // a setting without effect is refused
};
RegisteredProcess glashow();
RegisteredProcess deep_inelastic();
RegisteredProcess w_production();
RegisteredProcess electroweak_trident();
RegisteredProcess leptoquark_exchange();
RegisteredProcess black_hole();
RegisteredProcess upscatter();

/// True for a process that make_process() makes (not tridents and elastic scattering, which have options of their own).
bool is_registered(std::string_view name);
/// UserError for an unknown name, an unknown, missing or wrong setting, and what the process does not have for the
/// neutrino, target or model.
std::shared_ptr<const Process> make_process(std::string_view name, const ProcessRequest& request);

}  // namespace tridens::process
