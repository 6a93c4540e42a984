#pragma once
#include <string>

#include "tridens/run/gallery/entry.hh"

// Scalar leptoquarks in COHERENT.
namespace tridens::run::gallery {

class Context;

/// What a leptoquark adds to protons and neutrons, in units of epsilon.
struct Leptoquark {
  std::string model;  // "s1": the end of the names of its model and its cards
  double proton, neutron;
  bool destructive;  // by the derived sign
};

inline const Leptoquark leptoquark_s1{"s1", 1.0, 2.0, false}, leptoquark_r2{"r2", 2.0, 1.0, true},
    leptoquark_r2_tilde{"r2-tilde", 1.0, 2.0, true}, leptoquark_s3{"s3", 5.0, 4.0, false};

/// Planes of mass and coupling with the derived sign of the interference and, where it is another, that of 2307.13790;
/// `points` of the coupling, 0: as the cards say, and then with the intervals at 1 TeV.
EntryResult leptoquark_result(Context& context, const Leptoquark& leptoquark, int points = 0);

}  // namespace tridens::run::gallery
