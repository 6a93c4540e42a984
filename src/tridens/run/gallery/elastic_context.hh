#pragma once
#include <functional>
#include <limits>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "tridens/flux/flux.hh"
#include "tridens/io/run_card.hh"
#include "tridens/matter/material.hh"
#include "tridens/model/model.hh"
#include "tridens/process/elastic.hh"
#include "tridens/run/gallery/entry.hh"
#include "tridens/run/requests.hh"

// What entries on elastic scattering share: processes from text, cross sections in cm2 per nucleus (CEvNS; formula unit
// of a compound) or per electron, averages and events over fluxes, rates of experiments.
namespace tridens::run::gallery {

/// Model by name with settings; s_W^2 = 0.23857 (MSbar, q -> 0) unless the settings give sin2thetaW.
struct ElasticModel {
  std::string name = "sm";
  model::Settings settings = {};
};

/// A gauge boson by the name of its model, mass in GeV.
ElasticModel boson(const std::string& name, double mass, double coupling, const model::Settings& more = {});
/// A coupling of charges 1 whose exchange is a hundredth of the Standard Model, at a momentum transfer squared in
/// GeV^2.
double small_coupling(double mass, double Q2);

/// One neutrino on one target.
struct Scattering {
  std::shared_ptr<const process::ElasticProcess> process;
  matter::Material target;
  double targets = 1.0;  // in a formula unit, which is what the process is per: electrons, or 1
};

/// Coherent scattering; `choices` may set form_factor, neutron_form_factor, kinematics, axial, recoil_min, recoil_max
/// as run cards do, its process, neutrino and target are overwritten.
Scattering cevns(const std::string& neutrino, const std::string& target, const ElasticModel& model = {},
                 io::ProcessCard choices = {});
/// Scattering on the electrons of a target; `choices` may set binding, recoil_min, recoil_max.
Scattering on_electrons(const std::string& neutrino, const std::string& target, const ElasticModel& model = {},
                        io::ProcessCard choices = {});

/// Recoil energies between which a cross section is taken, GeV.
struct RecoilWindow {
  double low = 0.0, high = std::numeric_limits<double>::infinity();
};

/// Total, cm2 per target (nucleus, electron). Zero below threshold.
double sigma_cm2(const Scattering& scattering, double energy, const RecoilWindow& window = {});
/// d sigma/dT of all outgoing states, cm2/keV per target, at recoil energies in GeV.
std::vector<double> spectrum_cm2_per_keV(const Scattering& scattering, double energy,
                                         const std::vector<double>& recoils);
/// Averages over the whole spectrum of the neutrino, its part below threshold included in the norm.
double average_cm2(const Scattering& scattering, const flux::Spectrum& spectrum, const RecoilWindow& window = {});
std::vector<double> average_cm2_per_keV(const Scattering& scattering, const flux::Spectrum& spectrum,
                                        const std::vector<double>& recoils);

/// Events in a mass for an exposure in units of an absolute flux (POT, s).
double events(const Scattering& scattering, const flux::Spectrum& spectrum, double exposure, double tonnes,
              const RecoilWindow& window = {});
/// Events per keV.
std::vector<double> events_per_keV(const Scattering& scattering, const flux::Spectrum& spectrum, double exposure,
                                   double tonnes, const std::vector<double>& recoils);
/// Names of the species of a flux: "numu", ...
std::vector<std::string> species(const flux::Flux& flux);

/// A described source: "pi-dar,facility=sns-csi2021", "reactor,power=1GW,distance=10m".
flux::Flux source(const std::string& specification);

/// Total against energy (GeV), and d sigma/dT against recoil energy divided by `unit` (units::keV, units::GeV).
Curve total_curve(const std::string& label, const Scattering& scattering, const std::vector<double>& energies,
                  const RecoilWindow& window = {});
Curve recoil_curve(const std::string& label, const Scattering& scattering, double energy,
                   const std::vector<double>& recoils, double unit);

/// Expected counts of an experiment of data/experiment; `processes` empty for all of it.
RateResult experiment_rate(const std::string& experiment, const ElasticModel& model = {},
                           const std::vector<std::string>& processes = {},
                           const std::map<std::string, std::string>& overrides = {});

/// rate(g)/rate(0) = 1 + linear g^2 + quadratic g^4, exact where one boson of coupling g is exchanged between vector
/// currents.
struct CouplingResponse {
  double linear = 0.0, quadratic = 0.0;
  double ratio(double coupling) const;
  /// Smallest coupling at which the rate has changed by that fraction, upwards or downwards.
  double coupling_for(double change) const;
};
/// From the rate without coupling, at `scale` and at sqrt2 `scale`, a coupling that changes the rate visibly.
CouplingResponse coupling_response(const std::function<double(double coupling)>& rate, double scale);

/// "$\nu_\mu$", "$\bar{\nu}_e$".
std::string symbol(const std::string& neutrino);

}  // namespace tridens::run::gallery
