#pragma once
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "tridens/math/interpolation.hh"
#include "tridens/process/electroweak_photon.hh"

// Interpolation tables of sigma^T and sigma^L(W^2, Q^2) of neutrinos on photons with W and Z bosons, W^2 = shat - Q^2.
// They know no target, component or energy: one table per channel and boson masses serves every total.
namespace tridens::process {

/// What a table covers. Axes, with M the threshold, mu the lighter lepton and R the W resonance:
///   x = ln[1 + (W^2 - M^2)/(M mu)] + c atan[(W^2 - R^2)/w] + const,  y = ln(1 + Q^2/mu^2).
/// Interpolated are the logarithms of sigma^T and of sigma^L (Q^2 + mu^2)/Q^2 over the factor (1 - M^2/W^2)^(7/2).
struct PhotonTableFrame {
  double threshold = 0.0;                       // M, GeV
  double lighter = 0.0;                         // mu, GeV
  double resonance = 0.0;                       // R, GeV; 0: none
  double resonance_width = 0.0;                 // w/R, GeV
  double largest_W2 = 4.5e8, largest_Q2 = 2e8;  // GeV^2: neutrino energies to 1e8 GeV
  double step_x = 0.55, step_y = 1.0;
};

/// sigma^T and sigma^L at W^2, Q^2 (GeV^2). Called from several threads at once.
using PhotonSigmaFunction = std::function<PhotonSigma(double W2, double Q2)>;

struct PhotonTableBuild {
  int threads = 1;                                             // change the time only
  std::function<void(size_t done, size_t all)> progress = {};  // may throw to stop
};

class PhotonTable {
 public:
  static PhotonTable compute(const PhotonTableFrame& frame, const PhotonSigmaFunction& sigma,
                             const PhotonTableBuild& build = {});
  /// From stored numbers, as values() gave them; Failure when their count is not that of the frame.
  PhotonTable(const PhotonTableFrame& frame, std::vector<double> values);

  /// Zero at and below threshold and for Q^2 > 1e6 W^2 (a negligible corner); Failure outside the table.
  PhotonSigma evaluate(double W2, double Q2) const;
  const PhotonTableFrame& frame() const { return frame_; }
  const std::vector<double>& values() const { return values_; }

 private:
  PhotonTableFrame frame_;
  std::vector<double> values_;
  BicubicTable table_;
};

/// A table that a process needs: what it is called, all that its numbers depend on as text, and how to make it.
struct PhotonTableRequest {
  std::string name, definition;
  PhotonTableFrame frame;
  PhotonSigmaFunction sigma;
};
/// Where processes have their tables from: a cache, or PhotonTable::compute().
using PhotonTableSource = std::function<std::shared_ptr<const PhotonTable>(const PhotonTableRequest& request)>;

/// The table of nu gamma* -> nu' l- l+ of a channel and its CP image.
PhotonTableRequest trident_table_request(const model::TridentChannel& channel, const model::LeptonVertex& vertex,
                                         const WBoson& w = {});

}  // namespace tridens::process
