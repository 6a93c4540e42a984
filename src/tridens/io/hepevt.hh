#pragma once
#include <memory>

#include "tridens/io/event_writer.hh"

namespace tridens::io {

/// The HEPEVT common block as text (T. Sjostrand et al., CERN 89-08 vol. 3, p. 327) in the layout of HepMC3:
///   E <event number> <particles>
///   <status> <pdg> <mother1> <mother2> <daughter1> <daughter2> <px> <py> <pz> <E> <mass>
///   <x> <y> <z> <t>                                           (of the production vertex)
/// GeV, mm, mm/c. Status 1: outgoing; 2: decayed; 3: documentation (beam, target,
/// struck particle). HepMC3's own writer
/// keeps 9 digits, too few for the recoil of a heavy nucleus, so the numbers are written here in full.
/// The format has no weights, no process number and no run information.
std::unique_ptr<EventFormat> make_hepevt_format(const event::RunInfo& run);

}  // namespace tridens::io
