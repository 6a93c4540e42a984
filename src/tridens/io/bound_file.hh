#pragma once
#include <string>
#include <string_view>
#include <vector>

// Curves of published bounds on a new boson or particle: one file of data/bound, or of the user, per bound.
//
//   # name: babar-4mu
//   # title: BaBar, e+ e- -> mu mu Z', Z' -> mu mu
//   # plane: lmu-ltau
//   # year: 2016
//   # exposure: 514 /fb
//   # confidence: 90 % CL
//   # kind: limit
//   # production: muon-radiation
//   # source: 1606.03501, figure 5, read off the figure     (the paper, a comma, the place)
//   # problems: ...
//   mass_GeV,coupling
//   0.3,1.16e-3
//
// kind: limit (larger couplings are excluded), points (the same at separate masses, no curve is known), region (the
// closed polygon is), between (couplings from `coupling` to the column `upper` are), band (those are preferred); with
// the key "projection: yes" nothing is measured yet. Optional column `curve`: a whole number that tells separate curves
// of one bound apart. Optional key production: what the particle couples to where it is made and seen (docs/bounds.md),
// without which a bound is not recast to other charges.
namespace tridens::io {

enum class BoundFileKind { limit, points, region, between, band };

struct BoundFileCurve {
  std::vector<double> mass_GeV, coupling;
  std::vector<double> upper;  // BoundFileKind::between and band
};

struct BoundTable {
  std::string name, title, plane, exposure, confidence, source, problems, production;
  int year = 0;
  BoundFileKind kind = BoundFileKind::limit;
  bool projection = false;
  std::vector<BoundFileCurve> curves;
  std::string path, text;  // the bytes of the file, for checksums
};

/// A bound from its file. UserError, naming file and row, for a missing or unknown key or column, masses or couplings
/// that are not positive, a limit whose masses do not rise, a polygon of less than three points.
BoundTable read_bound_table(const std::string& path);
/// The same from text; `origin` names it in messages.
BoundTable parse_bound_table(std::string_view text, const std::string& origin);

/// Names of the files of data/bound, sorted.
std::vector<std::string> bound_table_names();
/// One of them. UserError with the nearest name.
BoundTable load_named_bound(const std::string& name);

}  // namespace tridens::io
