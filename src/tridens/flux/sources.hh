#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "tridens/flux/flux.hh"

// Sources that are described rather than tabulated: "pi-dar,facility=sns,distance=19.3m",
// "reactor,power=1GW,distance=10m,spectrum=huber-mueller", "solar,model=B16-GS98,parts=8B", "supernova,...".
// They give fluxes of absolute normalisation for all their species.
namespace tridens::flux {

struct SourceParameter {
  std::string name, meaning, default_text;  // "" when the user must give it
};

struct SourceInfo {
  std::string name, title, formula;
  std::vector<SourceParameter> parameters;
  std::vector<std::string> papers;
  std::string exposure_unit;  // "POT", "s", "burst"
  std::string validity;
};

std::vector<SourceInfo> sources();
/// True when the text begins with the name of a source.
bool is_source(std::string_view specification);
/// Builds it. UserError for unknown names and settings (with the nearest), missing ones, and numbers out of range: a
/// distance, power or yield that is zero or negative.
Flux make_source(std::string_view specification);

// One function per source, in its file: what it is and how it is built from its settings.
struct Source {
  SourceInfo info;
  Flux (*make)(std::string_view specification);
};
Source pion_decay_at_rest();
Source reactor();
Source solar();
Source supernova();
Source diffuse_supernova();
Source atmospheric();

}  // namespace tridens::flux
