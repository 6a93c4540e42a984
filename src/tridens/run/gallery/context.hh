#pragma once
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "tridens/base/table.hh"
#include "tridens/flux/flux.hh"
#include "tridens/matter/material.hh"
#include "tridens/model/model.hh"
#include "tridens/process/trident.hh"
#include "tridens/process/trident_transfer_table.hh"
#include "tridens/rate/flux_average.hh"
#include "tridens/run/requests.hh"

// What the entries share: tables, fluxes and curves that are computed once, and sums over targets.
namespace tridens::run::gallery {

/// One thing a trident is made on: a nucleus (coherently), or a nucleon ("p", "n").
struct Scatterer {
  std::string target = "Ar40";
  std::string form_factor = "default";  // of the nucleus, or of the nucleon
  double fermi_momentum = 0.235;        // GeV, of the gas a nucleon is bound in; 0: free
};

/// Couplings at the vertex; `shape` names the mediator's propagator where there is one, so that tables are shared.
struct Couplings {
  model::LeptonVertex vertex;
  std::string shape;
};

enum class Regime { coherent, diffractive };

class Context {
 public:
  Context(int threads, StopFlag stop);

  int threads() const { return threads_; }
  StopFlag stop() const { return stop_; }
  /// Throws Interrupted when the user asked to stop.
  void check_stop() const;

  const flux::Flux& flux(const std::string& name);
  /// A table of data/published.
  const Table& published(const std::string& name);
  const std::map<std::string, std::string>& checksums() const { return checksums_; }

  std::shared_ptr<const process::LeptonTables> tables(Flavour minus, Flavour plus);
  /// Couplings of the Standard Model, s_W^2 = 0.23121 unless another is given.
  Couplings standard_model(const model::TridentChannel& channel, const std::string& sin2thetaW = "");
  /// Couplings of a model by name and settings.
  Couplings couplings(const model::TridentChannel& channel, const std::string& model, const model::Settings& settings);

  /// Integrals per unit coupling on one scatterer, with the sign of the VA structure that belongs to the channel.
  process::TridentTerms terms(const model::TridentChannel& channel, const Couplings& couplings,
                              const Scatterer& scatterer, double energy);
  process::TridentTerms average_terms(const model::TridentChannel& channel, const Couplings& couplings,
                                      const Scatterer& scatterer, const flux::Spectrum& spectrum);
  double combine(const process::TridentTerms& terms, const Couplings& couplings) const;

  /// Cross section on one scatterer, fb.
  double sigma_fb(const model::TridentChannel& channel, const Couplings& couplings, const Scatterer& scatterer,
                  double energy);
  double average_fb(const model::TridentChannel& channel, const Couplings& couplings, const Scatterer& scatterer,
                    const flux::Spectrum& spectrum);
  /// Average over a spectrum per formula unit of a material, fb. Hydrogen's free protons count as diffractive.
  double average_fb(const model::TridentChannel& channel, const Couplings& couplings, const matter::Material& material,
                    Regime regime, const flux::Spectrum& spectrum, const std::string& form_factor = "default");
  /// The same at one energy.
  double sigma_fb(const model::TridentChannel& channel, const Couplings& couplings, const matter::Material& material,
                  Regime regime, double energy, const std::string& form_factor = "default");
  /// Events for an exposure in the unit of the flux (protons on target) and a target mass.
  double events(const model::TridentChannel& channel, const matter::Material& material, Regime regime,
                const flux::Flux& flux, double exposure, double tonnes, const std::string& form_factor = "default");

 private:
  struct CachedCurve {
    std::shared_ptr<const process::Trident> trident;
    std::unique_ptr<rate::TridentCurve> curve;
  };
  const CachedCurve& cached(const model::TridentChannel& channel, const Couplings& couplings,
                            const Scatterer& scatterer);
  std::shared_ptr<const process::LeptonTable> mediator(const model::TridentChannel& channel,
                                                       const Couplings& couplings);

  int threads_;
  StopFlag stop_;
  std::map<std::string, flux::Flux> fluxes_;
  std::map<std::string, Table> published_;
  std::map<std::string, std::string> checksums_;
  std::map<std::pair<Flavour, Flavour>, std::shared_ptr<const process::LeptonTables>> tables_;
  std::map<std::pair<Flavour, Flavour>, std::shared_ptr<const process::TransferTable>> transfers_;
  std::map<std::string, std::shared_ptr<const process::LeptonTable>> mediators_;
  std::map<std::string, CachedCurve> curves_;
};

/// Highest energy of the curves, GeV: the end of the CCFR flux is 540.
inline constexpr double highest_energy = 550.0;

/// Channels by short text: channel("numu", "mu-mu+").
model::TridentChannel channel(const std::string& neutrino, const std::string& pair);
/// Energies from low to high, evenly in the logarithm.
std::vector<double> logarithmic(double low, double high, size_t count);
/// "$\nu_\mu\to\nu_\mu\,\mu^-\mu^+$".
std::string formula(const model::TridentChannel& channel);
/// A number as text, with that many significant digits.
std::string digits(double value, int significant = 4);

}  // namespace tridens::run::gallery
