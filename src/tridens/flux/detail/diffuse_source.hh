#pragma once
#include <memory>
#include <string_view>
#include <vector>

#include "tridens/flux/diffuse.hh"

// The diffuse fluxes, one file each: what it is and how it is built.
namespace tridens::flux::detail {

struct DiffuseSource {
  SourceInfo info;
  std::shared_ptr<const DiffuseFlux> (*make)(std::string_view specification, const TextReader& reader);
  bool from_file = false;
};

DiffuseSource diffuse_astrophysical();
DiffuseSource diffuse_atmospheric();
DiffuseSource diffuse_atmospheric_table();
DiffuseSource diffuse_cosmogenic();
DiffuseSource diffuse_dark_matter();

/// All of them, in the order of lists.
std::vector<DiffuseSource> diffuse_sources();
/// One as a source of make_source().
Flux diffuse_as_source(std::string_view specification);

}  // namespace tridens::flux::detail
