#include "tridens/io/detail/body_section.hh"

#include <algorithm>
#include <cmath>
#include <optional>
#include <string>

#include "tridens/base/error.hh"

namespace tridens::io::detail {

using detector::Body;
using detector::BodyAxis;
using detector::Vector;

Keys with_body(Keys keys) {
  keys.insert(keys.end(), body_keys.begin(), body_keys.end());
  return keys;
}

double quantity(const CardSection& section, std::string_view key, Dimension dimension, std::string_view example) {
  if (!section.has(key)) section.missing(key, example);
  return parse_quantity(section.quantity(key, dimension, 0.0, true, example), dimension, key);
}

double quantity_or_zero(const CardSection& section, std::string_view key, Dimension dimension,
                        std::string_view example) {
  return section.has(key) ? quantity(section, key, dimension, example) : 0.0;
}

std::vector<double> numbers(const CardSection& section, std::string_view key, std::string_view example) {
  if (!section.has(key)) section.missing(key, example);
  const toml::array* array = section.find(key)->as_array();
  if (!array) section.wrong_type(key, "a list of numbers", example);
  std::vector<double> result;
  for (const toml::node& node : *array) {
    const std::optional<double> value = node.value<double>();
    if (!value || !std::isfinite(*value)) section.wrong_type(key, "a list of numbers", example);
    result.push_back(*value);
  }
  return result;
}

namespace {

Vector three(const CardSection& section, std::string_view key, std::string_view example) {
  const std::vector<double> values = numbers(section, key, example);
  if (values.size() != 3) section.wrong_type(key, "three numbers: x, y and z (along the beam)", example);
  return {values[0], values[1], values[2]};
}

BodyAxis axis_of(const CardSection& section) {
  const std::string text = section.required_text("axis", "\"z\"");
  if (text == "x") return BodyAxis::x;
  if (text == "y") return BodyAxis::y;
  if (text == "z") return BodyAxis::z;
  unknown_name("axis in " + section.what("axis"), text, {"x", "y", "z"});
}

/// Refuses keys of other shapes.
void only(const CardSection& section, const std::string& shape, const Keys& wanted) {
  for (const std::string& key : body_keys) {
    if (key == "shape" || key == "centre_m" || !section.has(key)) continue;
    if (std::find(wanted.begin(), wanted.end(), key) != wanted.end()) continue;
    throw UserError(section.what(key) + " has no meaning for a " + shape, "other shapes have it", "leave it out");
  }
}

}  // namespace

Body body_of(const CardSection& section) {
  const std::string shape = section.required_text("shape", "\"sphere\"");
  const Vector centre = section.has("centre_m") ? three(section, "centre_m", "[0, 0, 0]") : Vector{};
  if (shape == "sphere") {
    only(section, shape, {"radius"});
    return Body::sphere(quantity(section, "radius", Dimension::distance, "\"5 m\""), centre);
  }
  if (shape == "box") {
    only(section, shape, {"size_m"});
    return Body::box(three(section, "size_m", "[4, 4, 5]"), centre);
  }
  if (shape == "cylinder") {
    only(section, shape, {"radius", "length", "axis"});
    return Body::cylinder(quantity(section, "radius", Dimension::distance, "\"1 m\""),
                          quantity(section, "length", Dimension::distance, "\"2 m\""), axis_of(section), centre);
  }
  unknown_name("shape in " + section.what("shape"), shape, {"box", "cylinder", "sphere"});
}

}  // namespace tridens::io::detail
