#pragma once
#include "tridens/run/gallery/entry.hh"

// The planes of COHERENT beyond the Standard Model, on the grids of their cards (points = 0) or on coarse ones with so
// many points per parameter, then without the tables of intervals.
namespace tridens::run::gallery {

class Context;

EntryResult generalised_planes(Context& context, int points = 0);
EntryResult light_mediator_planes(Context& context, int points = 0);
EntryResult electromagnetic_planes(Context& context, int points = 0);
EntryResult sterile_planes(Context& context, int points = 0);

}  // namespace tridens::run::gallery
