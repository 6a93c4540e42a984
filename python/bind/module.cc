#include "bind.hh"

NB_MODULE(_core, module) {
  using namespace tridens::python;
  module.doc() = "The compiled part of tridens. Use the functions of the package `tridens`.";
  nb::set_leak_warnings(false);  // what a session still holds when it ends is no fault of it
  bind_errors(module);
  bind_cards(module);
  bind_cross_sections(module);
  bind_rates(module);
  bind_fits(module);
  bind_events(module);
  bind_bounds(module);
  bind_catalogue(module);
  bind_init(module);
  bind_model(module);
  bind_flux(module);
  bind_process(module);
  bind_earth(module);
  bind_oscillation(module);
}
