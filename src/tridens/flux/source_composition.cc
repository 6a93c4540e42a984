// Neutrinos per pion decay chain, pi+ -> mu+ nu_mu, mu+ -> e+ nu_e anti-nu_mu, spectra taken as alike:
//   pp             as many pi+ as pi-:          nu_e anti-nu_e 2 nu_mu 2 anti-nu_mu
//   p-gamma        pi+ of Delta+ -> n pi+ only: nu_e nu_mu anti-nu_mu
//   damped         muons lose their energy before they decay: only the neutrinos of the pion decay are left
//   neutron-decay  n -> p e anti-nu_e of nuclei that are broken up
// L. A. Anchordoqui, H. Goldberg, F. Halzen, T. J. Weiler, Phys. Lett. B 621 (2005) 18, hep-ph/0410003; Q. Liu, N.
// Song, A. C. Vincent, Phys. Rev. D 108 (2023) 043022, arXiv:2304.06068, table I. Fractions are at one energy; that
// pi-, several pions and kaons take part in photo-production is left out.
#include "tridens/flux/source_composition.hh"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "tridens/base/error.hh"
#include "tridens/base/table.hh"

namespace tridens::flux {
namespace {

size_t index(Neutrino neutrino) {
  return static_cast<size_t>(neutrino.flavour) + (neutrino.antiparticle ? 3 : 0);
}

std::vector<std::string_view> split(std::string_view text, char separator) {
  std::vector<std::string_view> pieces;
  for (size_t begin = 0; begin <= text.size();) {
    const size_t end = std::min(text.find(separator, begin), text.size());
    pieces.push_back(text.substr(begin, end - begin));
    begin = end + 1;
  }
  return pieces;
}

constexpr const char* example = "write six fractions, such as 0.33:0.33:0/0:0.34:0";

/// Six numbers of "e:mu:tau/ebar:mubar:taubar", not yet normalised.
std::array<double, 6> six_numbers(std::string_view text) {
  const std::vector<std::string_view> halves = split(text, '/');
  if (halves.size() != 2) {
    throw UserError(fmt::format("the composition '{}' cannot be read", text),
                    "neutrinos and antineutrinos are separated by one '/'", example);
  }
  std::array<double, 6> result{};
  for (size_t half = 0; half < 2; ++half) {
    const std::vector<std::string_view> numbers = split(halves[half], ':');
    if (numbers.size() != 3) {
      throw UserError(fmt::format("the composition '{}' cannot be read", text),
                      "each side of '/' holds three numbers separated by ':'", example);
    }
    for (size_t flavour = 0; flavour < 3; ++flavour) {
      const double value = parse_number(numbers[flavour], "fraction of a flavour");
      if (value < 0.0) {
        throw UserError(fmt::format("the composition '{}' has a negative fraction", text), "fractions count neutrinos",
                        example);
      }
      result[3 * half + flavour] = value;
    }
  }
  return result;
}

double sum(const std::array<double, 6>& numbers) {
  double result = 0.0;
  for (const double number : numbers) result += number;
  return result;
}

FlavourComposition scaled(std::array<double, 6> numbers) {
  const double total = sum(numbers);
  for (double& number : numbers) number /= total;
  return {numbers};
}

FlavourSpread::Range range_of(std::vector<double> values) {
  FlavourSpread::Range result;
  const auto count = static_cast<double>(values.size());
  for (const double value : values) result.mean += value / count;
  for (const double value : values) result.deviation += (value - result.mean) * (value - result.mean) / (count - 1.0);
  result.deviation = std::sqrt(result.deviation);
  std::sort(values.begin(), values.end());
  constexpr double one_sigma = 0.158655254;
  const auto rank = static_cast<size_t>(one_sigma * (count - 1.0));
  result.low = values[rank];
  result.high = values[values.size() - 1 - rank];
  return result;
}

}  // namespace

double FlavourComposition::of(Neutrino neutrino) const {
  return fractions[index(neutrino)];
}

double FlavourComposition::of(Flavour flavour) const {
  return of(Neutrino{flavour, false}) + of(Neutrino{flavour, true});
}

std::vector<SourceComposition> source_compositions() {
  return {{"pp", "pions of both charges from protons on protons", "1:2:0/1:2:0"},
          {"p-gamma", "positive pions from protons on photons", "1:1:0/0:1:0"},
          {"pp-damped", "pp where muons lose their energy", "0:1:0/0:1:0"},
          {"p-gamma-damped", "p-gamma where muons lose their energy", "0:1:0/0:0:0"},
          {"neutron-decay", "beta decay of neutrons", "0:0:0/1:0:0"}};
}

FlavourComposition source_composition(std::string_view text) {
  std::vector<std::string> names;
  for (const SourceComposition& known : source_compositions()) {
    if (known.name == text) return scaled(six_numbers(known.text));
    names.push_back(known.name);
  }
  if (text.find_first_of(":/") == std::string_view::npos) unknown_name("source composition", text, names);
  const std::array<double, 6> numbers = six_numbers(text);
  if (sum(numbers) == 0.0) {
    throw UserError(fmt::format("the composition '{}' has no neutrinos", text), "all six fractions are zero", example);
  }
  constexpr double rounding = 1e-3;
  if (std::abs(sum(numbers) - 1.0) > rounding) {
    throw UserError(fmt::format("the fractions of '{}' add up to {:g}", text, sum(numbers)),
                    "all six together are the whole of the flux", "divide them by their sum");
  }
  return scaled(numbers);
}

FlavourComposition at_earth(const FlavourComposition& source, const FlavourTransitions& transitions) {
  FlavourComposition result;
  for (size_t half = 0; half < 6; half += 3) {
    for (size_t from = 0; from < 3; ++from) {
      for (size_t to = 0; to < 3; ++to) {
        result.fractions[half + to] += source.fractions[half + from] * transitions[from][to];
      }
    }
  }
  return result;
}

FlavourSpread flavour_spread(const FlavourComposition& source, const MixingParameters& parameters, int samples,
                             std::uint64_t seed) {
  constexpr int fewest = 100;
  if (samples < fewest) {
    throw UserError(fmt::format("a spread of flavours from {} draws", samples), "the ends of its range need more",
                    fmt::format("take at least {}", fewest));
  }
  constexpr std::uint64_t purpose = 0x6d6978696e67;  // "mixing"
  std::array<std::vector<double>, 6> species;
  std::array<std::vector<double>, 3> flavours;
  for (int i = 0; i < samples; ++i) {
    RandomStream stream(seed, purpose, static_cast<std::uint64_t>(i));
    const FlavourComposition drawn = at_earth(source, NeutrinoMixing::drawn(parameters, stream).averaged());
    for (size_t k = 0; k < 6; ++k) species[k].push_back(drawn.fractions[k]);
    for (size_t k = 0; k < 3; ++k) flavours[k].push_back(drawn.fractions[k] + drawn.fractions[k + 3]);
  }
  FlavourSpread result;
  for (size_t k = 0; k < 6; ++k) result.species[k] = range_of(species[k]);
  for (size_t k = 0; k < 3; ++k) result.flavours[k] = range_of(flavours[k]);
  return result;
}

}  // namespace tridens::flux
