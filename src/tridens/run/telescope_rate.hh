#pragma once
#include "tridens/run/requests.hh"

namespace tridens::run {

/// Expected events of a neutrino telescope: every flux is a part, and so is every topology of it.
RateResult telescope_rate(const RateRequest& request);

}  // namespace tridens::run
