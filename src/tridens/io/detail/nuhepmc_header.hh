#pragma once
#include <string>

#include "tridens/event/record.hh"

namespace tridens::io::nuhepmc {

/// What stands before and after the events of a file.
struct Envelope {
  std::string header, footer;
};

/// Run information as HepMC3 writes it. Failure when a line would be too long for HepMC3's reader.
Envelope make_envelope(const event::RunInfo& run);

}  // namespace tridens::io::nuhepmc
