#pragma once
#include "tridens/run/requests.hh"

namespace tridens::run {

/// `rate` of a counting experiment of tridents: one number per neutrino species and background. For a measured ratio
/// the parts are shares of the Standard Model's cross section.
RateResult trident_rate(const RateRequest& request);

}  // namespace tridens::run
