#pragma once
#include <memory>
#include <string>
#include <vector>

#include "tridens/process/detail/request_settings.hh"
#include "tridens/process/registry.hh"

// The two regimes of the process 'upscatter'; their settings are read where they are used.
namespace tridens::process::detail {

inline constexpr const char* upscatter_name = "upscatter";

/// On quarks, regime=deep-inelastic.
std::shared_ptr<const Process> make_inelastic_upscatter(const ProcessRequest& request);
/// On whole nuclei and nucleons, regime=elastic.
std::shared_ptr<const Process> make_elastic_upscatter(const ProcessRequest& request);

/// The dipole is mu = 2 d and not d: by the setting dipole-convention, or by the unit.
bool dipole_is_moment(const RequestSettings& settings);

/// Settings that only one of the regimes has.
std::vector<ProcessSetting> inelastic_upscatter_settings();
std::vector<ProcessSetting> elastic_upscatter_settings();

}  // namespace tridens::process::detail
