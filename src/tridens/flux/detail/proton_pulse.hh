#pragma once
#include <string>

#include "tridens/flux/arrival_time.hh"

namespace tridens::flux::detail {

/// Arrival of the protons of one pulse on the target:
///   gaussian/MEAN/SIGMA   cut at 6 sigma
///   flat/LENGTH           from t = 0
///   triangular/LENGTH     symmetric, from t = 0, LENGTH at the base
///   double/WIDTH/SPACING  two flat pulses from t = 0 and t = SPACING, half of the protons each
/// Times are quantities such as 440ns or 2.86ms. UserError for unknown shapes (with the nearest), missing or extra
/// times, times that are not positive (the mean may be zero), and pulses that overlap.
ArrivalTime proton_pulse(const std::string& description);

}  // namespace tridens::flux::detail
