#pragma once
#include <memory>

#include "tridens/io/event_writer.hh"

namespace tridens::io {

/// The plain event blocks of the trident generator published with arXiv:1902.06765 (Altmannshofer, Gori,
/// Martin-Albo, Sousa, Wallbank): between <event> and </event> one line per particle with
///   PDG number, status (-1 incoming, 1 outgoing), px, py, pz, E, mass    GeV, 8 decimals ("0.0": massless)
/// The beam particle and the outgoing leptons come first, as there; the target and the outgoing nuclei and
/// hadrons, which those files leave out, follow, so that momentum balances. Struck particles are internal and
/// are left out. No header, no weights.
std::unique_ptr<EventFormat> make_event_block_format(const event::RunInfo& run);

}  // namespace tridens::io
