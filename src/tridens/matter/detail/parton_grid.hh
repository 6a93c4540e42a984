#pragma once
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "tridens/matter/parton_density.hh"

namespace tridens::matter::detail {

/// One block of knots; blocks meet at the masses of the heavy quarks, where densities or their slopes jump.
struct GridBlock {
  std::vector<double> log_x, log_Q2;  // increasing
  std::vector<double> values;         // [(ix * log_Q2.size() + iq) * columns + column]
};

struct GridContent {
  std::string name;
  std::vector<std::string> papers;
  std::vector<size_t> columns;  // parton:: index of each column
  std::vector<GridBlock> blocks;
};

/// Checks the knots (increasing, x in (0, 1], contiguous blocks, at least 4 in x and 2 in Q^2, the light partons there)
/// and makes a set of them. UserError, with `origin` in the message.
std::shared_ptr<const PartonDensity> parton_grid(GridContent content, PartonBorder border, const std::string& origin);

/// Reads a member file of LHAPDF 6, format lhagrid1 (A. Buckley et al., Eur. Phys. J. C 75 (2015) 132,
/// arXiv:1412.7420, section 4.2). UserError with the line.
GridContent parse_lhagrid(std::string_view text, const std::string& origin);

/// Reads a table of data/parton: columns subgrid, x, Q_GeV and the partons, x outer and Q inner.
GridContent read_grid_table(const std::string& path, std::string name);

}  // namespace tridens::matter::detail
