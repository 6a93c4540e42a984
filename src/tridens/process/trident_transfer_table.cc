#include "tridens/process/trident_transfer_table.hh"

#include <algorithm>
#include <cmath>

#include "tridens/base/error.hh"
#include "tridens/base/share_work.hh"
#include "tridens/math/gauss_legendre.hh"
#include "tridens/process/detail/lepton_table_frame.hh"

namespace tridens::process {
namespace {

using detail::LeptonTableFrame;
using detail::table_moment;

/// At the threshold a light mediator bends the ratio that is tabulated where the cross section has long vanished: the
/// point is taken where it begins to matter.
constexpr double lowest_x = 0.03;

/// Which of T and L times V^2, A^2, VA are kept, and which of them vanish like K^2 at small K^2.
struct Kept {
  explicit Kept(Flavour minus, Flavour plus) : equal(minus == plus) {
    if (equal) {
      index = {0, 1, 3, 4};
      vanishes = {true, false, true, true};
    } else {
      index = {0, 1, 2, 3, 4, 5};
      vanishes = {false, false, true, false, false, true};
    }
  }
  bool equal;
  std::vector<size_t> index;
  std::vector<bool> vanishes;
};

/// One panel of K^2 as function of u in (0, 1).
struct Panel {
  double kappa, begin, width;
  bool last;
  double K2(double u) const { return kappa * std::expm1(begin + width * (last ? u * (2.0 - u) : u)); }
  double derivative(double u, double K2) const { return (kappa + K2) * width * (last ? 2.0 * (1.0 - u) : 1.0); }
  /// Main dependence of a spectrum, which is not kept: how it ends.
  double ending(double u, double K2) const {
    if (!last) return 1.0;
    const double open = (kappa + K2) * std::expm1(width * (1.0 - u) * (1.0 - u)) / (kappa * std::expm1(begin + width));
    return open * std::sqrt(open);
  }
  /// And how some begin.
  double beginning(double K2) const { return K2 / (K2 + kappa); }
};

/// Scale of K^2 at which the part that the lepton masses allow at K^2 = 0 is overtaken by the rest, GeV^2.
double kappa_of(const LeptonTableFrame& frame) {
  return 0.1 * frame.threshold_squared;
}

/// The panels of a node, of equal width in t: the first is wide enough for its polynomials to take all of a light
/// mediator's pole.
struct Panels {
  Panels(const LeptonTableFrame& frame, double W2, double Q2, double widest)
      : kappa(kappa_of(frame)), end(std::log1p(largest_transfer(frame.threshold_squared, W2, Q2) / kappa)) {
    count = std::max(size_t{1}, static_cast<size_t>(std::ceil(end / widest)));
  }
  Panel panel(size_t i) const {
    const double width = end / static_cast<double>(count);
    return {kappa, width * static_cast<double>(i), width, i + 1 == count};
  }
  double kappa, end;
  size_t count;
};

/// Nodes in (0, 1) that resolve the propagator of a light mediator near 0: pieces from 1 to 1/8 that halve, then pieces
/// of equal width in ln u, and a last one from a small u to 0.
class LightNodes {
 public:
  explicit LightNodes(double smallest) : rule_(math::gauss_legendre(4)) {
    for (double high = 1.0; high > first; high /= 2.0) add_linear(head_, 0.5 * high, high);
    for (size_t piece = 0; piece <= pieces(smallest); ++piece) {
      const double high = first * std::exp(-width * static_cast<double>(piece));
      for (size_t i = 0; i < rule_.nodes.size(); ++i) {
        const double u = high * std::exp(-width * rule_.nodes[i]);
        logarithmic_.push_back({u, width * rule_.weights[i] * u});
      }
      add_linear(closing_, 0.0, high);
    }
  }

  /// visit(u, weight) with a last piece that ends at u <= `resolved`, not below the smallest.
  template <class Visit>
  void visit(double resolved, const Visit& visit) const {
    const auto per_piece = static_cast<std::ptrdiff_t>(rule_.nodes.size());
    const auto end = per_piece * static_cast<std::ptrdiff_t>(pieces(resolved));
    for (const Node& node : head_) visit(node.u, node.weight);
    std::for_each(logarithmic_.begin(), logarithmic_.begin() + end,
                  [&](const Node& node) { visit(node.u, node.weight); });
    std::for_each(closing_.begin() + end, closing_.begin() + end + per_piece,
                  [&](const Node& node) { visit(node.u, node.weight); });
  }

 private:
  static constexpr double first = 0.125, width = 2.5;
  struct Node {
    double u, weight;
  };
  static size_t pieces(double smallest) {
    return static_cast<size_t>(std::ceil(std::fmax(std::log(first / smallest), 0.0) / width));
  }
  void add_linear(std::vector<Node>& nodes, double low, double high) const {
    for (size_t i = 0; i < rule_.nodes.size(); ++i) {
      nodes.push_back({low + (high - low) * rule_.nodes[i], (high - low) * rule_.weights[i]});
    }
  }
  math::QuadratureRule rule_;
  std::vector<Node> head_, logarithmic_, closing_;
};

/// Polynomials through given nodes, by their barycentric weights.
class Polynomials {
 public:
  explicit Polynomials(std::vector<double> nodes) : nodes_(std::move(nodes)), weights_(nodes_.size(), 1.0) {
    for (size_t q = 0; q < nodes_.size(); ++q) {
      for (size_t p = 0; p < nodes_.size(); ++p) {
        if (p != q) weights_[q] /= nodes_[q] - nodes_[p];
      }
    }
  }
  /// share[q]: of the value at node q in the value at x.
  void at(double x, double* share) const {
    double sum = 0.0;
    for (size_t q = 0; q < nodes_.size(); ++q) {
      // A node itself: any distance that is small against those between nodes gives its value.
      const double distance = x - nodes_[q];
      share[q] = weights_[q] / (distance == 0.0 ? 1e-14 * nodes_[q] : distance);
      sum += share[q];
    }
    for (size_t q = 0; q < nodes_.size(); ++q) share[q] /= sum;
  }

 private:
  std::vector<double> nodes_, weights_;
};

/// Weights of the values of one panel in the moments 1 and 2: for what does not vanish at K^2 = 0, and for what is kept
/// without its factor K^2/(K^2 + kappa).
struct PanelWeights {
  explicit PanelWeights(size_t order) : plain(2 * order), vanishing(2 * order) {}
  void clear() {
    std::fill(plain.begin(), plain.end(), 0.0);
    std::fill(vanishing.begin(), vanishing.end(), 0.0);
  }
  /// Adds weight x shape^n at a node of which the value at Gauss node q has the share polynomial[q].
  void add(size_t q, double first, double second, double small) {
    plain[2 * q] += first;
    plain[2 * q + 1] += second;
    vanishing[2 * q] += first * small;
    vanishing[2 * q + 1] += second * small;
  }
  std::vector<double> plain, vanishing;
};

/// Moments of one mediator from the numbers of nodes.
class Integrator {
 public:
  Integrator(const TransferTableGrid& grid, const LeptonTableFrame& frame, const ShapeFunction& shape, const Kept& kept)
      : shape_(shape),
        kept_(kept),
        rule_(math::gauss_legendre(grid.per_panel)),
        light_(shape.mediator_mass_squared > 0.0 ? resolved(shape, kappa_of(frame) * std::expm1(grid.panel)) : 1.0),
        weights_(rule_.nodes.size()) {}

  /// Adds the panel's part of the moments 1 and 2 to sums[moment * table_moment + structure].
  void add(const Panel& panel, const float* values, bool first, double* sums) {
    weights_.clear();
    const double mass_squared = shape_.mediator_mass_squared;
    if (first && mass_squared > 0.0 && mass_squared < 4.0 * panel.kappa) {
      add_resolved(panel);
    } else {
      for (size_t q = 0; q < rule_.nodes.size(); ++q) {
        const double u = rule_.nodes[q], K2 = panel.K2(u), s = shape_.value(K2);
        const double weight = rule_.weights[q] * panel.derivative(u, K2) * panel.ending(u, K2) * s;
        weights_.add(q, weight, weight * s, panel.beginning(K2));
      }
    }
    const size_t structures = kept_.index.size();
    for (size_t k = 0; k < structures; ++k) {
      const std::vector<double>& weight = kept_.vanishes[k] ? weights_.vanishing : weights_.plain;
      double one = 0.0, two = 0.0;
      for (size_t q = 0; q < rule_.nodes.size(); ++q) {
        const double value = values[q * structures + k];
        one += weight[2 * q] * value;
        two += weight[2 * q + 1] * value;
      }
      sums[kept_.index[k]] += one;
      sums[table_moment + kept_.index[k]] += two;
    }
  }

 private:
  static constexpr double flat = 0.3;  // of the squared mass: up to there a propagator hardly varies

  static double resolved(const ShapeFunction& shape, double largest) {
    return flat * shape.mediator_mass_squared / largest;
  }

  /// The first panel: a spectrum is a polynomial in K^2 there.
  void add_resolved(const Panel& panel) {
    const size_t order = rule_.nodes.size();
    std::vector<double> nodes(order), share(order);
    for (size_t q = 0; q < order; ++q) nodes[q] = panel.K2(rule_.nodes[q]);
    const Polynomials polynomials(std::move(nodes));
    light_.visit(resolved(shape_, panel.K2(1.0)), [&](double u, double weight) {
      const double K2 = panel.K2(u), s = shape_.value(K2);
      const double one = weight * panel.derivative(u, K2) * panel.ending(u, K2) * s, two = one * s;
      polynomials.at(K2, share.data());
      for (size_t q = 0; q < order; ++q) weights_.add(q, one * share[q], two * share[q], panel.beginning(K2));
    });
  }

  const ShapeFunction& shape_;
  const Kept& kept_;
  math::QuadratureRule rule_;
  LightNodes light_;
  PanelWeights weights_;
};

/// Numbers of every row of nodes with the same W^2.
std::vector<size_t> row_offsets(const LeptonTableFrame& frame, const TransferTableGrid& grid, size_t structures) {
  std::vector<size_t> offsets = {0};
  for (size_t i = 0; i < frame.x.nodes; ++i) {
    size_t panels = 0;
    for (size_t j = 0; j < frame.y.nodes; ++j) {
      panels += Panels(frame, frame.W2(i, lowest_x), frame.Q2(j), grid.panel).count;
    }
    offsets.push_back(offsets.back() + panels * static_cast<size_t>(grid.per_panel) * structures);
  }
  return offsets;
}

/// The numbers of one node; moves `out` behind them.
void fill_node(Flavour minus, Flavour plus, const TransferTableGrid& grid, const LeptonTableFrame& frame, double W2,
               double Q2, const Kept& kept, const math::QuadratureRule& rule, float*& out) {
  const Panels panels(frame, W2, Q2, grid.panel);
  std::vector<double> K2, ending;
  for (size_t p = 0; p < panels.count; ++p) {
    const Panel panel = panels.panel(p);
    for (const double u : rule.nodes) {
      K2.push_back(panel.K2(u));
      ending.push_back(panel.ending(u, K2.back()));
    }
  }
  const auto spectrum = photon_transfer_spectrum(minus, plus, std::sqrt(W2), Q2, K2, grid.axes.quadrature);
  const double factor = frame.main_dependence(W2) / frame.typical_transfer(W2, Q2);
  for (size_t n = 0; n < K2.size(); ++n) {
    double values[table_moment];
    detail::store_moment(spectrum[n], factor * ending[n], frame.longitudinal_factor(Q2), values);
    const double small = K2[n] / (K2[n] + panels.kappa);
    for (size_t k = 0; k < kept.index.size(); ++k) {
      *out++ = static_cast<float>(values[kept.index[k]] / (kept.vanishes[k] ? small : 1.0));
    }
  }
}

}  // namespace

TransferTableGrid standard_transfer_grid() {
  TransferTableGrid grid;
  grid.axes.step_x = 0.3;
  grid.axes.step_y = 0.5;
  grid.axes.opening = 0.03;
  grid.axes.quadrature = {1, 1, 28, 3};
  return grid;
}

std::vector<Flavour> transfer_pairs() {
  using enum Flavour;
  return {electron, muon, tau};
}

TransferTable TransferTable::compute(Flavour minus, Flavour plus, const TransferTableGrid& grid, int threads) {
  const LeptonTableFrame frame(minus, plus, grid.axes);
  const Kept kept(minus, plus);
  const auto rule = math::gauss_legendre(grid.per_panel);
  const std::vector<size_t> offsets = row_offsets(frame, grid, kept.index.size());
  std::vector<float> values(offsets.back());
  share_work(frame.x.nodes, threads, nullptr, [&](std::uint64_t i) {
    float* out = values.data() + offsets[i];
    const double W2 = frame.W2(i, lowest_x);
    for (size_t j = 0; j < frame.y.nodes; ++j) fill_node(minus, plus, grid, frame, W2, frame.Q2(j), kept, rule, out);
  });
  return {minus, plus, grid, std::move(values)};
}

TransferTable::TransferTable(Flavour minus, Flavour plus, const TransferTableGrid& grid, std::vector<float> values)
    : minus_(minus), plus_(plus), grid_(grid), values_(std::move(values)) {
  const LeptonTableFrame frame(minus, plus, grid.axes);
  if (values_.size() != row_offsets(frame, grid, Kept(minus, plus).index.size()).back()) {
    throw Failure("a table of momentum transfers has " + std::to_string(values_.size()) + " numbers",
                  "its grid asks for another count", "build the tables again with 'tridens tables --force'");
  }
}

std::shared_ptr<const LeptonTable> TransferTable::moments(const ShapeFunction& shape) const {
  const LeptonTableFrame frame(minus_, plus_, grid_.axes);
  const Kept kept(minus_, plus_);
  Integrator integrator(grid_, frame, shape, kept);
  constexpr size_t channels = size_t{2} * table_moment;
  std::vector<double> moments(frame.nodes() * channels);
  const size_t per_panel = static_cast<size_t>(grid_.per_panel) * kept.index.size();
  const double mass_squared = std::fmax(shape.mediator_mass_squared, 0.0);
  const float* values = values_.data();
  double* node = moments.data();
  for (size_t i = 0; i < frame.x.nodes; ++i) {
    const double W2 = frame.W2(i, lowest_x);
    for (size_t j = 0; j < frame.y.nodes; ++j, node += channels) {
      const double Q2 = frame.Q2(j);
      const Panels panels(frame, W2, Q2, grid_.panel);
      for (size_t p = 0; p < panels.count; ++p, values += per_panel) {
        integrator.add(panels.panel(p), values, p == 0, node);
      }
      const double typical = frame.typical_transfer(W2, Q2);
      double factor = 1.0 / typical;
      for (size_t power = 0; power < 2; ++power) {
        factor *= typical + mass_squared;
        for (size_t k = 0; k < table_moment; ++k) node[power * table_moment + k] *= factor;
      }
    }
  }
  return std::make_shared<LeptonTable>(minus_, plus_, grid_.axes, mass_squared, std::move(moments));
}

}  // namespace tridens::process
