#pragma once
// Private to the room: bodies and quantities in the files of experiments.
#include <string_view>
#include <vector>

#include "tridens/base/quantity.hh"
#include "tridens/detector/geometry.hh"
#include "tridens/io/detail/run_card_section.hh"

namespace tridens::io::detail {

/// shape = "box", "cylinder" or "sphere" with its sizes and centre.
inline const Keys body_keys = {"shape", "size_m", "radius", "length", "axis", "centre_m"};
Keys with_body(Keys keys);
detector::Body body_of(const CardSection& section);

/// The key must be there.
double quantity(const CardSection& section, std::string_view key, Dimension dimension, std::string_view example);
/// Zero when the key is absent.
double quantity_or_zero(const CardSection& section, std::string_view key, Dimension dimension,
                        std::string_view example);
std::vector<double> numbers(const CardSection& section, std::string_view key, std::string_view example);

}  // namespace tridens::io::detail
