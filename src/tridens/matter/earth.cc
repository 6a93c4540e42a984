// Preliminary Reference Earth Model: A. M. Dziewonski, D. L. Anderson, Phys. Earth Planet. Inter. 25 (1981) 297, table
// 1 (isotropic densities; radius 6371 km; ocean of 3 km). Compositions: core and mantle of W. F. McDonough, Treatise on
// Geochemistry 2 (2003) 547, crust of R. L. Rudnick, S. Gao, Treatise on Geochemistry 3 (2003) 1. Along a line that
// ends at a distance d from the centre under a zenith angle, at a distance t from its end,
//   r^2 = d^2 + t^2 + 2 d t cos,   length -d cos + sqrt(R^2 - d^2 sin^2).
// The polynomials and radii agree with several public implementations of the model (compared 2026); the abundances were
// not compared with the tables of the reviews.
// Left out: the shape of the Earth (0.3 %), mountains and the depth of the sea at a place.
#include "tridens/matter/earth.hh"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numeric>

#include "tridens/base/error.hh"
#include "tridens/math/gauss_legendre.hh"

namespace tridens::matter {
namespace {

constexpr double cm_per_km = 1e5;

double polynomial(const std::vector<double>& coefficients, double x) {
  double value = 0.0;
  for (size_t k = coefficients.size(); k-- > 0;) value = value * x + coefficients[k];
  return value;
}

/// Distances from the detector where a line crosses the sphere of a radius, between 0 and its length.
void add_crossings(double radius, double detector, double cosine, double length, std::vector<double>& distances) {
  const double discriminant = radius * radius - detector * detector * (1.0 - cosine * cosine);
  if (discriminant <= 0.0) return;
  for (const double sign : {-1.0, 1.0}) {
    const double distance = -detector * cosine + sign * std::sqrt(discriminant);
    if (distance > 0.0 && distance < length) distances.push_back(distance);
  }
}

}  // namespace

EarthModel::EarthModel(std::vector<EarthLayer> layers) : layers_(std::move(layers)) {
  if (layers_.empty()) throw UserError("a model of the Earth without layers", "there is nothing to cross");
  double below = 0.0;
  for (const EarthLayer& layer : layers_) {
    if (!(layer.outer_radius_km > below)) {
      throw UserError(fmt::format("the layer '{}' ends at {:g} km", layer.name, layer.outer_radius_km),
                      fmt::format("the one below ends at {:g} km", below), "order them from the centre outwards");
    }
    below = layer.outer_radius_km;
    if (layer.density.empty()) {
      throw UserError(fmt::format("the layer '{}' has no density", layer.name), "its polynomial is empty",
                      "give at least a constant");
    }
  }
  for (const EarthLayer& layer : layers_) {
    if (polynomial(layer.density, layer.outer_radius_km / radius_km()) > 0.0) continue;
    throw UserError(fmt::format("the layer '{}' has no positive density at its border", layer.name),
                    "a density is positive everywhere", "check its polynomial in r/R");
  }
}

EarthModel EarthModel::preliminary_reference(std::string_view outermost) {
  if (outermost != "water" && outermost != "ice") unknown_name("outer layer of the Earth", outermost, {"water", "ice"});
  const Material core = material("earth-core");
  const Material mantle = material("earth-mantle");
  const Material crust = material("earth-crust");
  const double ocean = outermost == "ice" ? 0.918 : 1.020;
  return EarthModel({{"inner core", 1221.5, {13.0885, 0.0, -8.8381}, core},
                     {"outer core", 3480.0, {12.5815, -1.2638, -3.6426, -5.5281}, core},
                     {"lower mantle", 5701.0, {7.9565, -6.4761, 5.5283, -3.0807}, mantle},
                     {"transition zone 670-600 km", 5771.0, {5.3197, -1.4836}, mantle},
                     {"transition zone 600-400 km", 5971.0, {11.2494, -8.0298}, mantle},
                     {"transition zone 400-220 km", 6151.0, {7.1089, -3.8045}, mantle},
                     {"upper mantle", 6346.6, {2.6910, 0.6924}, mantle},
                     {"lower crust", 6356.0, {2.900}, crust},
                     {"upper crust", 6368.0, {2.600}, crust},
                     {outermost == "ice" ? "ice" : "ocean", 6371.0, {ocean}, material("H2O")}});
}

double EarthModel::radius_km() const {
  return layers_.back().outer_radius_km;
}

double EarthModel::density(double radius_km_from_centre) const {
  if (!(radius_km_from_centre >= 0.0) || radius_km_from_centre > radius_km()) {
    throw UserError(fmt::format("a density of the Earth at {:g} km", radius_km_from_centre),
                    fmt::format("its radius is {:g} km", radius_km()), "stay inside");
  }
  const auto holds = [&](const EarthLayer& layer) { return radius_km_from_centre <= layer.outer_radius_km; };
  const auto layer = std::find_if(layers_.begin(), layers_.end(), holds);
  return polynomial(layer->density, radius_km_from_centre / radius_km());
}

std::vector<EarthShell> EarthModel::shells(double thickest_km, double border_km) const {
  if (!(thickest_km >= 1.0)) {
    throw UserError(fmt::format("shells of {:g} km", thickest_km),
                    "the Earth is divided into shells of 1 km or thicker", "75 km is usual");
  }
  std::vector<EarthShell> result;
  const math::QuadratureRule rule = math::gauss_legendre(8);
  const auto cut = [&](double from, double to, const EarthLayer& layer) {
    const double protons = layer.composition.proton_count();
    const double electrons = protons / (protons + layer.composition.neutron_count());
    const int count = static_cast<int>(std::ceil((to - from) / thickest_km));
    for (int i = 0; i < count; ++i) {
      EarthShell shell{from + (to - from) * i / count, from + (to - from) * (i + 1) / count, 0.0, electrons};
      if (i + 1 == count) shell.outer_radius_km = to;
      for (size_t j = 0; j < rule.nodes.size(); ++j) {
        const double r = shell.inner_radius_km + (shell.outer_radius_km - shell.inner_radius_km) * rule.nodes[j];
        shell.density += rule.weights[j] * polynomial(layer.density, r / radius_km());
      }
      result.push_back(shell);
    }
  };
  double from = 0.0;
  for (const EarthLayer& layer : layers_) {
    const double to = layer.outer_radius_km;
    if (from < border_km && border_km < to) {
      cut(from, border_km, layer);
      from = border_km;
    }
    cut(from, to, layer);
    from = to;
  }
  return result;
}

double EarthModel::Chord::total_column_depth() const {
  return std::accumulate(column_depth.begin(), column_depth.end(), 0.0);
}

EarthModel::Chord EarthModel::chord(double cos_zenith, double depth_km) const {
  if (!(std::abs(cos_zenith) <= 1.0)) {
    throw UserError(fmt::format("a chord of the Earth at cos(zenith) {:g}", cos_zenith),
                    "a cosine lies between -1 and 1", "1 is from above");
  }
  if (!(depth_km >= 0.0) || depth_km >= radius_km()) {
    throw UserError(fmt::format("a detector {:g} km deep", depth_km),
                    fmt::format("it lies between the surface and the centre, 0 to {:g} km", radius_km()));
  }
  const double detector = radius_km() - depth_km;
  Chord result;
  result.column_depth.assign(layers_.size(), 0.0);
  const double sine2 = 1.0 - cos_zenith * cos_zenith;
  result.length_km = std::max(
      0.0, -detector * cos_zenith + std::sqrt(std::max(0.0, radius_km() * radius_km() - detector * detector * sine2)));
  std::vector<double> borders = {0.0, result.length_km};
  for (size_t i = 0; i + 1 < layers_.size(); ++i) {
    add_crossings(layers_[i].outer_radius_km, detector, cos_zenith, result.length_km, borders);
  }
  // Nearest to the centre: r is smooth on either side of it.
  const double nearest = -detector * cos_zenith;
  if (nearest > 0.0 && nearest < result.length_km) borders.push_back(nearest);
  std::sort(borders.begin(), borders.end());
  const math::QuadratureRule rule = math::gauss_legendre(16);
  for (size_t i = 0; i + 1 < borders.size(); ++i) {
    const double from = borders[i], width = borders[i + 1] - borders[i];
    const auto radius_at = [&](double t) {
      return std::sqrt(std::max(0.0, detector * detector + t * t + 2.0 * detector * t * cos_zenith));
    };
    const double middle = radius_at(from + 0.5 * width);
    size_t layer = 0;
    while (layer + 1 < layers_.size() && middle > layers_[layer].outer_radius_km) ++layer;
    double sum = 0.0;
    for (size_t j = 0; j < rule.nodes.size(); ++j) {
      sum +=
          rule.weights[j] * polynomial(layers_[layer].density, radius_at(from + width * rule.nodes[j]) / radius_km());
    }
    result.column_depth[layer] += cm_per_km * width * sum;
  }
  return result;
}

}  // namespace tridens::matter
