#pragma once
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "tridens/base/particle.hh"
#include "tridens/flux/flux.hh"
#include "tridens/flux/sources.hh"

// Fluxes that come from all directions: astrophysical, atmospheric, cosmogenic, from decays of dark matter. They are
// given at the surface of the Earth, after oscillation on the way and before absorption inside.
namespace tridens::flux {

/// Neutrinos of one energy.
struct DiffuseLine {
  double energy = 0.0;     // GeV
  double intensity = 0.0;  // per cm^2 s sr, averaged over the sky
};

/// Const after construction, safe to share between threads.
class DiffuseFlux {
 public:
  virtual ~DiffuseFlux() = default;
  /// Per cm^2 s sr GeV at an energy (GeV) and cosine of the zenith angle (1: from above); zero outside its energies.
  virtual double at(Neutrino neutrino, double energy, double cos_zenith) const = 0;
  /// Lines beside the continuum; usually none.
  virtual std::vector<DiffuseLine> lines(Neutrino neutrino) const;
  virtual double lowest_energy() const = 0;   // GeV
  virtual double highest_energy() const = 0;  // GeV
  virtual bool isotropic() const = 0;
  virtual std::string name() const = 0;
  virtual std::vector<std::string> papers() const = 0;
  /// What was chosen, as resolved: property, text.
  virtual std::vector<std::pair<std::string, std::string>> choices() const = 0;
};

/// Gives the text of a file of the user by its path; flux itself opens no file.
using TextReader = std::function<std::string(const std::string& path)>;

/// What the diffuse fluxes say of themselves, and one of them by "name,key=value,...". UserError for unknown names,
/// unknown, missing or wrong settings, and for a table in a file without a reader. "atmospheric" is short for
/// "atmospheric-high-energy" here. Every one is also a source of make_source(), integrated over the sky, but for tables
/// in files.
std::vector<SourceInfo> diffuse_fluxes();
bool is_diffuse_flux(std::string_view specification);
std::shared_ptr<const DiffuseFlux> make_diffuse_flux(std::string_view specification,
                                                     const TextReader& reader = nullptr);

/// The flux through a sphere of unit cross section from a band of zenith angles: per cm^2 s GeV, integrated over the
/// solid angle, as broken lines that hold to 1e-5, to 1e-4 where the flux depends on the direction. A line beside a
/// continuum becomes a triangle of relative width 1e-4.
/// UserError for an empty band.
Flux integrated_over_sky(const DiffuseFlux& flux, double lowest_cos_zenith = -1.0, double highest_cos_zenith = 1.0);

}  // namespace tridens::flux
