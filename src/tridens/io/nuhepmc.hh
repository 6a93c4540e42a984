#pragma once
#include <memory>

#include "tridens/io/event_writer.hh"

namespace tridens::io {

/// NuHepMC 1.0.0 (github.com/NuHepMC/Spec, commit a788955) in the ASCII format of HepMC3; docs/event_files.md
/// says what stands where. The run header is written by HepMC3; the lines of the events are written here, in
/// the same format and with the shortest numbers that read back exactly, because HepMC3's own writer is
/// several times slower than generating an event (test/io compares the two). Failure when one line of the
/// header would be longer than HepMC3 can read (256 KiB).
std::unique_ptr<EventFormat> make_nuhepmc_format(const event::RunInfo& run);

}  // namespace tridens::io
