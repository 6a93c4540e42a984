// Flavours of astrophysical neutrinos at the Earth, by production and by fit of the oscillation parameters.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "tridens/flux/source_composition.hh"
#include "tridens/run/gallery/context.hh"
#include "tridens/run/gallery/drawing.hh"
#include "tridens/run/gallery/registry.hh"

namespace tridens::run::gallery {
namespace {

constexpr double half_digit = 0.005;  // two digits are printed
constexpr const char* reference_set = "5.2";

struct Production {
  std::string name, title;
  std::array<double, 3> flavours{};
  std::array<double, 6> species{};
};

std::vector<Production> productions(Context& context) {
  const Table& table = context.published("source-flavours");
  std::vector<Production> result;
  for (size_t row = 0; row < table.rows.size(); ++row) {
    Production item;
    item.name = table.rows[row][table.column("production")];
    item.title = table.rows[row][table.column("title")];
    for (size_t i = 0; i < 3; ++i) {
      item.flavours[i] = table.number(row, table.column(name(static_cast<Flavour>(i))));
    }
    const std::vector<Neutrino> neutrinos = all_neutrinos();
    for (size_t i = 0; i < 6; ++i) item.species[i] = table.number(row, table.column(name(neutrinos[i])));
    result.push_back(item);
  }
  return result;
}

flux::FlavourComposition arriving(const std::string& production, const std::string& set) {
  const flux::FlavourTransitions transitions = flux::NeutrinoMixing(flux::mixing_parameters(set)).averaged();
  return flux::at_earth(flux::source_composition(production), transitions);
}

/// Printed numbers that a set misses by more than half a digit, and its largest distance from any of them.
std::pair<int, double> misses(const std::vector<Production>& published, const std::string& set) {
  int count = 0;
  double largest = 0.0;
  const auto compare = [&](double printed, double computed) {
    const double distance = std::abs(printed - computed);
    largest = std::max(largest, distance);
    if (distance > half_digit) ++count;
  };
  for (const Production& item : published) {
    const flux::FlavourComposition earth = arriving(item.name, set);
    for (size_t i = 0; i < 3; ++i) compare(item.flavours[i], earth.of(static_cast<Flavour>(i)));
    for (size_t i = 0; i < 6; ++i) compare(item.species[i], earth.fractions[i]);
  }
  return {count, largest};
}

void add_numbers(const std::vector<Production>& published, EntryResult& result) {
  const auto add = [&](const std::string& what, double printed, double computed) {
    result.comparisons.push_back(
        {what, "", printed, computed, printed > 0.0 ? half_digit / printed : 0.0, "half of the last printed digit"});
  };
  for (const Production& item : published) {
    const flux::FlavourComposition earth = arriving(item.name, reference_set);
    for (size_t i = 0; i < 3; ++i) {
      const auto flavour = static_cast<Flavour>(i);
      add(fmt::format("{}: nu_{} + antinu_{}", item.name, name(flavour), name(flavour)), item.flavours[i],
          earth.of(flavour));
    }
    const std::vector<Neutrino> neutrinos = all_neutrinos();
    for (size_t i = 0; i < 6; ++i)
      add(fmt::format("{}: {}", item.name, name(neutrinos[i])), item.species[i], earth.fractions[i]);
  }
}

void add_sets(const std::vector<Production>& published, EntryResult& result) {
  DataTable table{"Fits of the oscillation parameters against the 36 printed numbers",
                  {"NuFIT", "numbers missed", "largest distance", "f(antinu_e) of pp", "of p-gamma"},
                  {}};
  std::string exact;
  for (const std::string& set : flux::mixing_parameter_names()) {
    const auto missed = misses(published, set);
    const Neutrino nuebar{Flavour::electron, true};
    table.rows.push_back({set, std::to_string(missed.first), digits(missed.second, 2),
                          digits(arriving("pp", set).of(nuebar)), digits(arriving("p-gamma", set).of(nuebar))});
    if (missed.first == 0) exact += (exact.empty() ? "" : ", ") + set;
  }
  result.tables.push_back(table);
  result.note = fmt::format(
      "The talk does not say which oscillation parameters it used. All of its printed digits are met by "
      "NuFIT {} only; the dependence on the octant of theta23 is larger than the spread of one fit.",
      exact.empty() ? "(none)" : exact);
}

/// A place in the triangle: sides are the fractions of nu_e (top), nu_mu (right) and nu_tau (left).
void put(Curve& curve, const flux::FlavourComposition& earth) {
  curve.x.push_back(earth.of(Flavour::muon) + 0.5 * earth.of(Flavour::electron));
  curve.y.push_back(0.5 * std::sqrt(3.0) * earth.of(Flavour::electron));
}

flux::FlavourComposition pure(size_t flavour) {
  flux::FlavourComposition composition;
  composition.fractions[flavour] = 1.0;
  return composition;
}

void add_triangle(const std::vector<Production>& published, EntryResult& result) {
  Figure figure = axes(R"(Flavours at the Earth: corners $\nu_e$ (top), $\nu_\mu$ (right), $\nu_\tau$ (left))",
                       R"($f_\mu+f_e/2$)", R"($\sqrt{3}f_e/2$)", false, false);
  Curve outline = curve("", {}, {}, Style::line);
  for (const size_t corner : {0u, 1u, 2u, 0u}) put(outline, pure(corner));
  figure.curves.push_back(outline);
  const flux::MixingParameters set = flux::mixing_parameters(reference_set);
  constexpr int draws = 250;
  constexpr std::uint64_t purpose = 0x747269616e676c65;  // "triangle"
  for (const std::string production : {"pp", "pp-damped", "neutron-decay"}) {
    const std::string label = production == "pp"          ? R"(pp, $p\gamma$)"
                              : production == "pp-damped" ? "damped muons"
                                                          : "decay of neutrons";
    Curve cloud = curve(label + fmt::format(", errors of NuFIT {}", reference_set), {}, {}, Style::points);
    for (int i = 0; i < draws; ++i) {
      RandomStream stream(1, purpose, static_cast<std::uint64_t>(i));
      const auto transitions = flux::NeutrinoMixing::drawn(set, stream).averaged();
      put(cloud, flux::at_earth(flux::source_composition(production), transitions));
    }
    figure.curves.push_back(cloud);
  }
  Curve printed = curve("printed table", {}, {}, Style::points);
  for (const Production& item : published) {
    flux::FlavourComposition earth;
    for (size_t i = 0; i < 3; ++i) earth.fractions[i] = item.flavours[i];
    put(printed, earth);
  }
  figure.curves.push_back(printed);
  result.figures.push_back(figure);
}

void add_electron_antineutrinos(const std::vector<Production>& published, EntryResult& result) {
  Figure figure = axes("Share of electron antineutrinos, with the errors of the fits", "production",
                       R"($f_{\bar\nu_e}$)", false, false);
  for (const Production& item : published) figure.categories.push_back(item.title);
  constexpr size_t nuebar = 3;
  constexpr int draws = 2000;
  double shift = -0.15;
  for (const char* set : {"5.0", "5.2", "6.0"}) {
    Curve drawn = curve(fmt::format("NuFIT {}", set), {}, {}, Style::points);
    for (size_t i = 0; i < published.size(); ++i) {
      const flux::FlavourSpread spread =
          flux::flavour_spread(flux::source_composition(published[i].name), flux::mixing_parameters(set), draws);
      drawn.x.push_back(static_cast<double>(i + 1) + shift);
      drawn.y.push_back(arriving(published[i].name, set).fractions[nuebar]);
      drawn.low.push_back(spread.species[nuebar].low);
      drawn.high.push_back(spread.species[nuebar].high);
    }
    figure.curves.push_back(drawn);
    shift += 0.15;
  }
  figure.y_low = -0.01;
  result.figures.push_back(figure);
}

EntryResult flavour(Context& context) {
  const std::vector<Production> published = productions(context);
  EntryResult result;
  add_numbers(published, result);
  add_sets(published, result);
  add_triangle(published, result);
  add_electron_antineutrinos(published, result);
  return result;
}

}  // namespace

std::vector<Entry> flavour_entries() {
  return {{"002.flavour", "Flavours of astrophysical neutrinos at the Earth",
           "N. Song, talk (2024); Q. Liu, N. Song, A. C. Vincent, Phys. Rev. D 108 (2023) 043022",
           "Neutrinos of pion decay chains counted with equal weight at one energy, averaged oscillation in vacuum "
           "with the "
           "best fit of NuFIT 5.2 (normal ordering, with Super-Kamiokande). Errors: every parameter drawn by itself "
           "from half "
           "a Gaussian on either side; their correlations and the second octant of theta23 are left out.",
           flavour}};
}

}  // namespace tridens::run::gallery
