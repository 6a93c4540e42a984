// Parton densities of the proton GRV94 LO: M. Glueck, E. Reya, A. Vogt, Z. Phys. C 67 (1995) 433, DO-TH 94/24, DESY
// 94-206. Closed form at all Q^2 in
//
//   s = ln[ ln(Q^2/Lambda^2) / ln(mu^2/Lambda^2) ],   mu^2 = 0.23 GeV^2,  Lambda = 0.2322 GeV,   L = ln(1/x):
//
//   valence, dbar-ubar   N x^k (1 + a x^l + x (b + c sqrt x)) (1-x)^d
//   ubar+dbar, gluon     [x^k (a + x (b + x c)) L^l + s^p exp(-e + sqrt(e' s^q L))] (1-x)^d
//   s, c, b              (s-s0)^p / L^k (1 + a sqrt x + b x) (1-x)^d exp(-e + sqrt(e' s^q L)) for s > s0, else 0
//
// with coefficients that are polynomials in s (data/parton/grv94lo.csv). Leading order, for leading-order matrix
// elements. Fitted for 0.4 < Q^2 < 1e6 GeV^2 and 1e-5 < x < 1. The light flavours (u, d, s, g) carry the whole
// momentum; c and b are additional effective densities (7 % of the momentum at Q^2 = M_W^2), good for structure
// functions, not for a momentum sum.

#include <cmath>
#include <map>
#include <utility>

#include "tridens/base/embedded.hh"
#include "tridens/base/error.hh"
#include "tridens/base/table.hh"
#include "tridens/matter/detail/parton_sets.hh"

namespace tridens::matter::detail {
namespace {

constexpr const char* table_path = "data/parton/grv94lo.csv";
constexpr double start_scale = 0.23;                // mu^2, GeV^2
constexpr double lambda_squared = 0.2322 * 0.2322;  // GeV^2

/// c0 + ch sqrt(s) + c1 s + c2 s^2 + c3 s^3
struct Coefficient {
  double c0 = 0.0, ch = 0.0, c1 = 0.0, c2 = 0.0, c3 = 0.0;
  double at(double s) const {
    const double polynomial = c0 + s * (c1 + s * (c2 + s * c3));
    return ch == 0.0 ? polynomial : polynomial + ch * std::sqrt(s);
  }
};

using Coefficients = std::map<std::pair<std::string, std::string>, Coefficient>;

Coefficients read_coefficients() {
  const Table table = parse_table(embedded_table(table_path), table_path);
  const size_t parton_column = table.column("parton"), name_column = table.column("coefficient");
  Coefficients result;
  for (size_t row = 0; row < table.rows.size(); ++row) {
    const auto cell = [&](const char* column) { return table.number(row, table.column(column)); };
    result[{table.rows[row][parton_column], table.rows[row][name_column]}] = {cell("c0"), cell("ch"), cell("c1"),
                                                                              cell("c2"), cell("c3")};
  }
  return result;
}

const Coefficient& find(const Coefficients& all, const char* parton, const char* name) {
  const auto found = all.find({parton, name});
  if (found == all.end()) {
    throw Failure("coefficient '" + std::string(name) + "' of '" + parton + "' is missing", table_path);
  }
  return found->second;
}

/// A point with its logarithms: powers are exponentials of sums, several of them at a time.
struct Point {
  Point(double at_x, double at_s)
      : x(at_x),
        s(at_s),
        root_x(std::sqrt(at_x)),
        log_x(std::log(at_x)),
        log_rest(std::log1p(-at_x)),
        L(-log_x),
        log_L(std::log(L)),
        log_s(std::log(at_s)) {}
  double x, s, root_x, log_x, log_rest, L, log_L, log_s;
};

/// ln of exp(-e + sqrt(e' s^q L))
double exponent(const Point& at, double e, double e_prime, double q) {
  return -e + std::sqrt(e_prime * at.L * std::exp(q * at.log_s));
}

struct Valence {
  Coefficient N, k, l, a, b, c, d;
  Valence(const Coefficients& all, const char* name)
      : N(find(all, name, "N")),
        k(find(all, name, "k")),
        l(find(all, name, "l")),
        a(find(all, name, "a")),
        b(find(all, name, "b")),
        c(find(all, name, "c")),
        d(find(all, name, "d")) {}
  double at(const Point& p) const {
    const double shape = 1.0 + a.at(p.s) * std::exp(l.at(p.s) * p.log_x) + p.x * (b.at(p.s) + c.at(p.s) * p.root_x);
    return N.at(p.s) * shape * std::exp(k.at(p.s) * p.log_x + d.at(p.s) * p.log_rest);
  }
};

struct Sea {
  Coefficient p, q, k, l, a, b, c, d, e, e_prime;
  Sea(const Coefficients& all, const char* name)
      : p(find(all, name, "p")),
        q(find(all, name, "q")),
        k(find(all, name, "k")),
        l(find(all, name, "l")),
        a(find(all, name, "a")),
        b(find(all, name, "b")),
        c(find(all, name, "c")),
        d(find(all, name, "d")),
        e(find(all, name, "e")),
        e_prime(find(all, name, "e'")) {}
  double at(const Point& point) const {
    const double x = point.x, s = point.s, falling = d.at(s) * point.log_rest;
    const double soft = std::exp(k.at(s) * point.log_x + l.at(s) * point.log_L + falling);
    const double rise = std::exp(p.at(s) * point.log_s + exponent(point, e.at(s), e_prime.at(s), q.at(s)) + falling);
    return soft * (a.at(s) + x * (b.at(s) + x * c.at(s))) + rise;
  }
};

struct Heavy {
  Coefficient s0, p, q, k, a, b, d, e, e_prime;
  Heavy(const Coefficients& all, const char* name)
      : s0(find(all, name, "s0")),
        p(find(all, name, "p")),
        q(find(all, name, "q")),
        k(find(all, name, "k")),
        a(find(all, name, "a")),
        b(find(all, name, "b")),
        d(find(all, name, "d")),
        e(find(all, name, "e")),
        e_prime(find(all, name, "e'")) {}
  double at(const Point& point) const {
    const double x = point.x, s = point.s;
    if (s <= s0.c0) return 0.0;
    const double power = p.at(s) * std::log(s - s0.c0) - k.at(s) * point.log_L + d.at(s) * point.log_rest +
                         exponent(point, e.at(s), e_prime.at(s), q.at(s));
    return (1.0 + a.at(s) * point.root_x + b.at(s) * x) * std::exp(power);
  }
};

struct Grv94Formula {
  explicit Grv94Formula(const Coefficients& all)
      : u(all, "u_v"),
        d(all, "d_v"),
        difference(all, "dbar-ubar"),
        light(all, "ubar+dbar"),
        gluon(all, "g"),
        strange(all, "s"),
        charm(all, "c"),
        bottom(all, "b") {}
  Valence u, d, difference;
  Sea light, gluon;
  Heavy strange, charm, bottom;
};

class Grv94 final : public PartonDensity {
 public:
  explicit Grv94(PartonBorder border) : PartonDensity({1e-5, 1.0, 0.4, 1e6}, border), formula_(read_coefficients()) {}
  bool can_extend() const override { return true; }
  std::string name() const override { return "grv94lo"; }
  std::vector<std::string> papers() const override { return {"M. Glueck, E. Reya, A. Vogt, Z. Phys. C 67 (1995) 433"}; }

 protected:
  PartonValues proton(double x, double Q2) const override {
    PartonValues xf{};
    if (x >= 1.0) return xf;
    if (Q2 <= start_scale) {  // reached with border=extend only: s has no real powers below mu^2
      throw UserError("no parton densities of grv94lo at Q2 = " + std::to_string(Q2) + " GeV2",
                      "the evolution starts at 0.23 GeV2");
    }
    const double s = std::log(std::log(Q2 / lambda_squared) / std::log(start_scale / lambda_squared));
    const Point point(x, s);
    const double sum = formula_.light.at(point), difference = formula_.difference.at(point);
    xf[parton::ubar] = 0.5 * (sum - difference);
    xf[parton::dbar] = 0.5 * (sum + difference);
    xf[parton::u] = formula_.u.at(point) + xf[parton::ubar];
    xf[parton::d] = formula_.d.at(point) + xf[parton::dbar];
    xf[parton::s] = xf[parton::sbar] = formula_.strange.at(point);
    xf[parton::c] = xf[parton::cbar] = formula_.charm.at(point);
    xf[parton::b] = xf[parton::bbar] = formula_.bottom.at(point);
    xf[parton::gluon] = formula_.gluon.at(point);
    return xf;
  }

 private:
  Grv94Formula formula_;
};

}  // namespace

std::shared_ptr<const PartonDensity> grv94lo(PartonBorder border) {
  return std::make_shared<Grv94>(border);
}

}  // namespace tridens::matter::detail
