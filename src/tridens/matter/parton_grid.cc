// Parton densities on a grid of knots in x and Q^2, interpolated as LHAPDF 6 does ("logcubic", A. Buckley et al., Eur.
// Phys. J. C 75 (2015) 132, arXiv:1412.7420, section 3.2): cubic Hermite polynomials in ln x and then in ln Q^2, whose
// slopes at a knot are the mean of the two neighbouring finite differences (the one difference there is at an edge of a
// block),
//
//   f(t) = h00(t) f0 + h10(t) D f0' + h01(t) f1 + h11(t) D f1',   t = (u - u0)/D,  D = u1 - u0,
//
// bilinear where a block has fewer than four knots in Q^2. A Q^2 on the border of two blocks belongs to the upper one.
// Nothing is continued beyond the knots.

#include "tridens/matter/detail/parton_grid.hh"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <utility>

#include "tridens/base/error.hh"

namespace tridens::matter::detail {
namespace {

constexpr size_t smallest_cubic = 4;

/// Between the knots i and i+1 of an axis: fraction t of the way, and step ratios for the slopes on either side.
struct Place {
  size_t knot = 0;
  double t = 0.0;
  double ratio_below = 0.0, ratio_above = 0.0;  // D/D_below, D/D_above; 0 at the edge of the axis
};

Place locate(const std::vector<double>& axis, double u) {
  const auto above = std::upper_bound(axis.begin(), axis.end(), u);
  const size_t last = axis.size() - 2;
  const size_t found = above == axis.begin() ? 0 : static_cast<size_t>(above - axis.begin()) - 1;
  Place place;
  place.knot = std::min(found, last);
  const double step = axis[place.knot + 1] - axis[place.knot];
  // A point at an end of the range may miss the end knot by the rounding of the logarithm.
  place.t = std::clamp((u - axis[place.knot]) / step, 0.0, 1.0);
  if (place.knot > 0) place.ratio_below = step / (axis[place.knot] - axis[place.knot - 1]);
  if (place.knot < last) place.ratio_above = step / (axis[place.knot + 2] - axis[place.knot + 1]);
  return place;
}

/// Four neighbours f(-1), f(0), f(1), f(2) of an interval; those beyond an edge are not read.
double hermite(const Place& place, const double* f) {
  const double difference = f[2] - f[1];
  const double low_slope =
      place.ratio_below > 0.0 ? 0.5 * (difference + (f[1] - f[0]) * place.ratio_below) : difference;
  const double high_slope =
      place.ratio_above > 0.0 ? 0.5 * (difference + (f[3] - f[2]) * place.ratio_above) : difference;
  const double t = place.t, rest = 1.0 - t;
  return f[1] * rest * rest * (1.0 + 2.0 * t) + low_slope * t * rest * rest + f[2] * t * t * (3.0 - 2.0 * t) -
         high_slope * t * t * rest;
}

class PartonGrid final : public PartonDensity {
 public:
  PartonGrid(GridContent content, PartonRange range, PartonBorder border)
      : PartonDensity(range, border), content_(std::move(content)) {
    const std::vector<size_t>& columns = content_.columns;
    const auto found = std::find(columns.begin(), columns.end(), parton::photon);
    photon_column_ = static_cast<size_t>(found - columns.begin());
  }
  std::string name() const override { return content_.name; }
  std::vector<std::string> papers() const override { return content_.papers; }
  bool has_photon() const override { return photon_column_ < content_.columns.size(); }

 protected:
  PartonValues proton(double x, double Q2) const override {
    PartonValues xf{};
    const double log_x = std::log(x), log_Q2 = std::log(Q2);
    const GridBlock& block = block_at(log_Q2);
    const Place at_x = locate(block.log_x, log_x), at_Q2 = locate(block.log_Q2, log_Q2);
    for (size_t column = 0; column < content_.columns.size(); ++column) {
      xf[content_.columns[column]] = interpolate(block, at_x, at_Q2, column);
    }
    return xf;
  }
  double photon(Nucleon nucleon, double x, double Q2) const override {
    if (nucleon == Nucleon::neutron) return PartonDensity::photon(nucleon, x, Q2);
    const double log_x = std::log(x), log_Q2 = std::log(Q2);
    const GridBlock& block = block_at(log_Q2);
    return interpolate(block, locate(block.log_x, log_x), locate(block.log_Q2, log_Q2), photon_column_);
  }

 private:
  const GridBlock& block_at(double log_Q2) const {
    for (const GridBlock& block : content_.blocks) {
      if (log_Q2 < block.log_Q2.back()) return block;
    }
    return content_.blocks.back();
  }

  double value(const GridBlock& block, size_t ix, size_t iq, size_t column) const {
    return block.values[(ix * block.log_Q2.size() + iq) * content_.columns.size() + column];
  }

  double interpolate(const GridBlock& block, const Place& at_x, const Place& at_Q2, size_t column) const {
    const bool linear = block.log_Q2.size() < smallest_cubic;
    double rows[4] = {};
    for (size_t k = 0; k < 4; ++k) {
      if (k == 0 && (linear || at_Q2.ratio_below == 0.0)) continue;
      if (k == 3 && (linear || at_Q2.ratio_above == 0.0)) continue;
      rows[k] = along_x(block, at_x, at_Q2.knot + k - 1, column, linear);
    }
    return linear ? rows[1] + at_Q2.t * (rows[2] - rows[1]) : hermite(at_Q2, rows);
  }

  double along_x(const GridBlock& block, const Place& at_x, size_t iq, size_t column, bool linear) const {
    double f[4] = {};
    if (at_x.ratio_below > 0.0) f[0] = value(block, at_x.knot - 1, iq, column);
    f[1] = value(block, at_x.knot, iq, column);
    f[2] = value(block, at_x.knot + 1, iq, column);
    if (at_x.ratio_above > 0.0) f[3] = value(block, at_x.knot + 2, iq, column);
    return linear ? f[1] + at_x.t * (f[2] - f[1]) : hermite(at_x, f);
  }

  GridContent content_;
  size_t photon_column_ = 0;
};

void check_axis(const std::vector<double>& axis, size_t fewest, const char* what, const std::string& origin) {
  if (axis.size() < fewest) {
    throw UserError(fmt::format("{} has too few knots in {}", origin, what),
                    fmt::format("{} where at least {} are needed", axis.size(), fewest));
  }
  for (size_t i = 0; i < axis.size(); ++i) {
    if (std::isfinite(axis[i]) && (i == 0 || axis[i] > axis[i - 1])) continue;
    throw UserError(fmt::format("the knots in {} of {} are wrong", what, origin),
                    fmt::format("number {} is not above the one before", i + 1));
  }
}

void check_columns(const GridContent& content, const std::string& origin) {
  const std::vector<size_t>& columns = content.columns;
  for (const size_t needed : {parton::ubar, parton::dbar, parton::gluon, parton::d, parton::u}) {
    if (std::count(columns.begin(), columns.end(), needed) == 1) continue;
    throw UserError(origin + " does not hold the light partons of a proton once each",
                    "u, d, ubar, dbar and the gluon are needed");
  }
  for (const GridBlock& block : content.blocks) {
    if (block.values.size() == block.log_x.size() * block.log_Q2.size() * columns.size()) continue;
    throw UserError(origin + " has the wrong number of values",
                    fmt::format("{} for {} x {} knots and {} partons", block.values.size(), block.log_x.size(),
                                block.log_Q2.size(), columns.size()));
  }
}

}  // namespace

std::shared_ptr<const PartonDensity> parton_grid(GridContent content, PartonBorder border, const std::string& origin) {
  if (border == PartonBorder::extend) {
    throw UserError("border=extend is not possible for " + origin, "a grid has no formula beyond its knots",
                    "choose border=freeze or border=error");
  }
  if (content.blocks.empty()) throw UserError(origin + " holds no grid", "it has no block of knots");
  check_columns(content, origin);
  constexpr double rounding = 1e-6;  // of a logarithm, for knots printed with seven digits
  double low = -1e300, high = 1e300;
  for (size_t i = 0; i < content.blocks.size(); ++i) {
    GridBlock& block = content.blocks[i];
    check_axis(block.log_x, smallest_cubic, "x", origin);
    check_axis(block.log_Q2, 2, "Q", origin);
    if (i > 0 && std::abs(block.log_Q2.front() - content.blocks[i - 1].log_Q2.back()) > rounding) {
      throw UserError("the blocks of " + origin + " are not contiguous",
                      fmt::format("block {} does not begin in Q where the one before ends", i + 1));
    }
    low = std::max(low, block.log_x.front());
    high = std::min(high, block.log_x.back());
  }
  if (high > rounding) throw UserError(origin + " has knots at x above 1", "x is a fraction of the momentum");
  // The exact ends: a knot that the user reads in the file, such as x = 1, is inside.
  constexpr double slack = 1e-12;
  const PartonRange range{std::exp(low) * (1 - slack), std::min(1.0, std::exp(high) * (1 + slack)),
                          std::exp(content.blocks.front().log_Q2.front()) * (1 - slack),
                          std::exp(content.blocks.back().log_Q2.back()) * (1 + slack)};
  return std::make_shared<PartonGrid>(std::move(content), range, border);
}

}  // namespace tridens::matter::detail
