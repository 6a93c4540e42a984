#include <fmt/format.h>
#include <gtest/gtest.h>

#include <cmath>
#include <fstream>
#include <functional>
#include <iterator>
#include <string>
#include <vector>

#include "tridens/base/error.hh"
#include "tridens/matter/parton_density.hh"

namespace tridens::matter {
namespace {

using Density = std::shared_ptr<const PartonDensity>;
using Function = std::function<double(int pdg, double x, double Q)>;

const std::vector<int> some_partons = {-3, -2, -1, 1, 2, 3, 21};

std::string block(const std::vector<double>& x, const std::vector<double>& Q, const std::vector<int>& partons,
                  const Function& f) {
  std::string text;
  for (const double value : x) text += fmt::format("{:.7e} ", value);
  text += "\n";
  for (const double value : Q) text += fmt::format("{:.7e} ", value);
  text += "\n";
  for (const int pdg : partons) text += fmt::format("{} ", pdg);
  text += "\n";
  for (const double at_x : x) {
    for (const double at_Q : Q) {
      for (const int pdg : partons) text += fmt::format(" {:.16e}", f(pdg, at_x, at_Q));
      text += "\n";
    }
  }
  return text + "---\n";
}

const std::string header = "PdfType: central\nFormat: lhagrid1\n---\n";

Density read(const std::string& text, const std::string& settings = "") {
  return make_parton_density("lhapdf:some_0000.dat" + settings, [&](const std::string&) { return text; });
}

const std::vector<double> knots_x = {1e-4, 1e-3, 1e-2, 1e-1, 1.0};
const std::vector<double> knots_Q = {1.0, 2.0, 4.0, 8.0, 16.0};

double smooth(int pdg, double x, double Q) {
  return (pdg + 5.0) * std::pow(x, 0.3) * (1.0 + std::log(Q));
}

TEST(PartonGrid, GivesItsKnots) {
  const Density set = read(header + block(knots_x, knots_Q, some_partons, smooth));
  for (const double x : knots_x) {
    for (const double Q : knots_Q) {
      const PartonValues xf = set->evaluate(Nucleon::proton, x, Q * Q);
      for (const int pdg : some_partons) {
        EXPECT_NEAR(xf[parton::index(pdg)], smooth(pdg, x, Q), 1e-12 * smooth(pdg, x, Q)) << x << " " << Q;
      }
      EXPECT_EQ(xf[parton::t], 0.0);
    }
  }
}

TEST(PartonGrid, IsExactForBilinearFunctionsOfTheLogarithmsOnUnevenKnots) {
  const auto bilinear = [](int pdg, double x, double Q) {
    return 3.0 + pdg + 2.0 * std::log(x) + 0.5 * std::log(Q) - 0.25 * std::log(x) * std::log(Q);
  };
  const std::vector<double> x = {1e-4, 3e-4, 5e-3, 0.1, 0.2, 1.0}, Q = {1.0, 1.5, 7.0, 8.0, 30.0};
  const Density set = read(header + block(x, Q, some_partons, bilinear));
  for (const double at_x : {1.2e-4, 2e-3, 0.07, 0.15, 0.6}) {
    for (const double at_Q : {1.1, 3.0, 7.7, 20.0}) {
      const PartonValues xf = set->evaluate(Nucleon::proton, at_x, at_Q * at_Q);
      EXPECT_NEAR(xf[parton::u], bilinear(2, at_x, at_Q), 1e-6) << at_x << " " << at_Q;
    }
  }
}

TEST(PartonGrid, SlopesAreTheMeanOfNeighbouringDifferences) {
  // A square in ln x on even knots: mean differences are its slopes, so that the inner intervals are exact.
  const auto square = [](int, double x, double) { return std::log(x) * std::log(x); };
  const Density set = read(header + block(knots_x, knots_Q, some_partons, square));
  const auto at = [&](double x) { return set->evaluate(Nucleon::proton, x, 9.0)[parton::d]; };
  EXPECT_NEAR(at(3e-3), square(0, 3e-3, 0), 1e-9);
  EXPECT_NEAR(at(0.05), square(0, 0.05, 0), 1e-9);
  // In the first interval the slope at the edge is the difference itself: with step h the error is h^2 t (1-t)^2.
  const double h = std::log(10.0), t = std::log(3.0) / h;
  EXPECT_NEAR(at(3e-4) - square(0, 3e-4, 0), h * h * t * (1 - t) * (1 - t), 1e-9);
}

TEST(PartonGrid, BlocksMeetAtAThresholdThatBelongsToTheUpperOne) {
  const auto jump = [](double height) { return [height](int, double, double) { return height; }; };
  const std::string text = header + block(knots_x, {1, 2, 3, 4}, some_partons, jump(1.0)) +
                           block(knots_x, {4, 5, 6, 9}, some_partons, jump(2.0));
  const Density set = read(text);
  EXPECT_EQ(set->evaluate(Nucleon::proton, 0.01, 15.99)[parton::u], 1.0);
  EXPECT_EQ(set->evaluate(Nucleon::proton, 0.01, 16.0)[parton::u], 2.0);
  EXPECT_NEAR(set->range().lowest_Q2, 1.0, 1e-9);
  EXPECT_NEAR(set->range().highest_Q2, 81.0, 1e-9);
  EXPECT_THROW(set->evaluate(Nucleon::proton, 0.01, 0.9), UserError);
  EXPECT_THROW(set->evaluate(Nucleon::proton, 0.9e-4, 4.0), UserError);
  EXPECT_EQ(read(text, ",border=freeze")->evaluate(Nucleon::proton, 1e-6, 1e4)[parton::u], 2.0);
  EXPECT_THROW(read(text, ",border=extend"), UserError);
}

TEST(PartonGrid, IsBilinearWithFewKnotsInQ) {
  const auto f = [](int, double x, double Q) { return std::log(x) * std::log(x) + std::log(Q); };
  const Density set = read(header + block(knots_x, {1, 2, 4}, some_partons, f));
  const double middle = std::sqrt(1e-3 * 1e-2);
  const double chord = 0.5 * (f(0, 1e-3, 1) + f(0, 1e-2, 1)) + std::log(1.7);
  EXPECT_NEAR(set->evaluate(Nucleon::proton, middle, 1.7 * 1.7)[parton::u], chord, 1e-9);
}

TEST(PartonGrid, PhotonOfTheFileIsThatOfTheProtonOnly) {
  std::vector<int> partons = some_partons;
  partons.push_back(22);
  const Density set = read(header + block(knots_x, knots_Q, partons, smooth));
  EXPECT_TRUE(set->has_photon());
  EXPECT_NEAR(set->evaluate(Nucleon::proton, 1e-2, 16.0)[parton::photon], smooth(22, 1e-2, 4.0), 1e-9);
  EXPECT_TRUE(std::isnan(set->evaluate(Nucleon::neutron, 1e-2, 16.0)[parton::photon]));
}

TEST(PartonGrid, LesHouchesBenchmarkOfLeadingOrderEvolution) {
  // hep-ph/0204316, leading order, four flavours, Q2 = 1e4 GeV2: x, u_v, d_v, 2(ubar + dbar), s + sbar, c + cbar, g.
  // The file is the toy input of the benchmark, evolved by HOPPET with tools/evolve_partons.py.
  const double published[][7] = {{1e-7, 5.7722e-5, 3.4343e-5, 9.9465e1, 4.8642e1, 4.7914e1, 1.3162e3},
                                 {1e-6, 3.3373e-4, 1.9800e-4, 5.0259e1, 2.4263e1, 2.3685e1, 6.0008e2},
                                 {1e-5, 1.8724e-3, 1.1065e-3, 2.4378e1, 1.1501e1, 1.1042e1, 2.5419e2},
                                 {1e-4, 1.0057e-2, 5.9076e-3, 1.1323e1, 5.1164, 4.7530, 9.7371e1},
                                 {1e-3, 5.0392e-2, 2.9296e-2, 5.0324, 2.0918, 1.8089, 3.2078e1},
                                 {1e-2, 2.1955e-1, 1.2433e-1, 2.0433, 7.2814e-1, 5.3247e-1, 8.0546},
                                 {0.1, 5.7267e-1, 2.8413e-1, 4.0832e-1, 1.1698e-1, 5.8864e-2, 8.8766e-1},
                                 {0.3, 3.7925e-1, 1.4186e-1, 4.0165e-2, 1.0516e-2, 4.1379e-3, 8.2676e-2},
                                 {0.5, 1.3476e-1, 3.5364e-2, 2.8624e-3, 7.3138e-4, 2.6481e-4, 7.9240e-3},
                                 {0.7, 2.3123e-2, 3.5943e-3, 6.8961e-5, 1.7725e-5, 6.5549e-6, 3.7311e-4},
                                 {0.9, 4.3443e-4, 2.2287e-5, 3.6293e-8, 1.0192e-8, 4.8893e-9, 1.0918e-6}};
  std::ifstream file(std::string(TRIDENS_SOURCE_DIR) + "/test/matter/data/les_houches_lo.dat");
  const Density set = read({std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()});
  for (const auto& row : published) {
    const PartonValues xf = set->evaluate(Nucleon::proton, row[0], 1e4);
    const double light = 2 * (xf[parton::ubar] + xf[parton::dbar]);
    const double found[] = {xf[parton::u] - xf[parton::ubar], xf[parton::d] - xf[parton::dbar], light,
                            xf[parton::s] + xf[parton::sbar], xf[parton::c] + xf[parton::cbar], xf[parton::gluon]};
    for (int k = 0; k < 6; ++k) EXPECT_NEAR(found[k], row[k + 1], 1e-3 * row[k + 1]) << row[0] << " " << k;
  }
}

TEST(PartonGrid, FilesThatAreNotGridsAreErrors) {
  const std::string good = block(knots_x, knots_Q, some_partons, smooth);
  const std::string rows = good.substr(0, good.size() - 4);
  std::string not_a_number = good;
  not_a_number.replace(not_a_number.size() - 10, 3, "abc");
  const std::string texts[] = {
      "",
      good,                                                   // no header
      "PdfType: central\nFormat: lhagrid2\n---\n" + good,     // another format
      header,                                                 // no block
      header + rows,                                          // no end
      header + rows + "1 2 3 4 5 6 7\n---\n",                 // a row too many
      header + rows.substr(0, rows.size() - 40) + "\n---\n",  // a value missing
      header + not_a_number,
      header + block({1e-3, 1e-2, 0.1}, knots_Q, some_partons, smooth),       // too few knots
      header + block({1e-3, 1e-2, 1e-2, 1}, knots_Q, some_partons, smooth),   // equal knots
      header + block({1e-3, 1e-2, 0.5, 2}, knots_Q, some_partons, smooth),    // x above 1
      header + block({0, 1e-2, 0.5, 1}, knots_Q, some_partons, smooth),       // x = 0
      header + block(knots_x, knots_Q, {-2, 1, 2, 21}, smooth),               // no dbar
      header + block(knots_x, knots_Q, {-2, -1, 1, 2, 21, 21}, smooth),       // twice the gluon
      header + block(knots_x, knots_Q, {-2, -1, 1, 2, 21, 4, 4}, smooth),     // twice charm
      header + block(knots_x, knots_Q, {-2, -1, 1, 2, 21, 23}, smooth),       // a Z boson
      header + good + block(knots_x, {20, 30, 40, 50}, some_partons, smooth)  // a gap in Q
  };
  for (const std::string& text : texts) EXPECT_THROW(read(text), UserError) << text.substr(0, 200);
  EXPECT_NO_THROW(read(header + good));
  EXPECT_THROW(make_parton_density("lhapdf:", [](const std::string&) { return std::string(); }), UserError);
  EXPECT_THROW(make_parton_density("lhapdf:some_0000.dat"), Failure);
}

}  // namespace
}  // namespace tridens::matter
