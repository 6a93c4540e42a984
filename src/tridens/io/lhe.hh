#pragma once
#include <memory>

#include "tridens/io/event_writer.hh"

namespace tridens::io {

/// Les Houches event file, version 3.0 (hep-ph/0609017; arXiv:1405.1067).
/// Beams of <init>: the neutrino (of several, the first of RunInfo::beam) with its energy, or with the upper
/// end of its spectrum when it has one (every event holds the true energy), and the most abundant target at
/// rest, for which the energy is given as 0. Cross sections: pb per target atom, flux averaged. IDWTUP is 3
/// with weight 1 (an excess above 1 is kept), or 4 for weighted events, whose XWGTUP average to the cross
/// section in pb. A particle that decayed has status 2 and its proper lifetime c tau in mm. Variations are in <rwgt>.
/// Scales and couplings that have no meaning here are -1. Failure when there is no beam or target, or when several
/// processes do not have their cross sections.
std::unique_ptr<EventFormat> make_lhe_format(const event::RunInfo& run);

}  // namespace tridens::io
