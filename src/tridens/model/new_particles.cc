#include "tridens/model/new_particles.hh"

#include <array>

namespace tridens::model {
namespace {

OutgoingState state(int pdg, double mass, const char* label, bool antiparticle) {
  return {antiparticle ? -pdg : pdg, false, mass, std::string(label) + (antiparticle ? "bar" : "")};
}

}  // namespace

int heavy_neutrino_number(int index) {
  constexpr std::array<int, 3> numbers = {heavy_neutrino_pdg, second_heavy_neutrino_pdg, third_heavy_neutrino_pdg};
  return numbers.at(static_cast<size_t>(index));
}

OutgoingState heavy_neutrino(double mass, bool antiparticle) {
  return state(heavy_neutrino_pdg, mass, "N", antiparticle);
}
OutgoingState massless_sterile(bool antiparticle) {
  return state(sterile_neutrino_pdg, 0.0, "nusterile", antiparticle);
}
OutgoingState dark_fermion(double mass, bool antiparticle) {
  return state(dark_fermion_pdg, mass, "chi", antiparticle);
}

}  // namespace tridens::model
