// Bounds whose curves are data: the files of data/bound, and files of the user.
#include "tridens/run/bounds/tabulated.hh"

#include <utility>

#include "tridens/base/error.hh"
#include "tridens/run/bounds/plane.hh"

namespace tridens::run::bounds {
namespace {

constexpr std::pair<Production, const char*> productions[] = {
    {Production::muon_loop, "muon-loop"},
    {Production::muon_radiation, "muon-radiation"},
    {Production::muon_invisible, "muon-invisible"},
    {Production::electron_visible, "electron-visible"},
    {Production::electron_invisible, "electron-invisible"},
    {Production::electron_dump, "electron-dump"},
};

Shape shape_of(io::BoundFileKind kind) {
  switch (kind) {
    case io::BoundFileKind::limit:
      return Shape::upper_limit;
    case io::BoundFileKind::points:
      return Shape::points;
    case io::BoundFileKind::region:
      return Shape::region;
    case io::BoundFileKind::between:
      return Shape::between;
    case io::BoundFileKind::band:
      return Shape::preferred;
  }
  return Shape::upper_limit;
}

BoundCurve within(const io::BoundFileCurve& curve, const BoundRequest& request) {
  BoundCurve result;
  for (size_t i = 0; i < curve.mass_GeV.size(); ++i) {
    const double mass = curve.mass_GeV[i];
    if (mass < request.lowest_mass || (request.highest_mass > 0.0 && mass > request.highest_mass)) continue;
    result.mass.push_back(mass);
    result.coupling.push_back(curve.coupling[i]);
    if (!curve.upper.empty()) result.upper.push_back(curve.upper[i]);
  }
  return result;
}

/// Long-range forces and the like, beside the masses that their plane is drawn for unless others are asked for.
bool beside(const io::BoundFileCurve& curve, const std::string& name) {
  for (const Plane& plane : planes()) {
    if (plane.name != name) continue;
    return curve.mass_GeV.back() < plane.lowest_mass || curve.mass_GeV.front() > plane.highest_mass;
  }
  return false;
}

}  // namespace

Production production_of(const std::string& text) {
  if (text.empty()) return Production::unknown;
  std::vector<std::string> known;
  for (const auto& entry : productions) {
    if (text == entry.second) return entry.first;
    known.emplace_back(entry.second);
  }
  unknown_name("production", text, known);
}

const char* name(Production production) {
  for (const auto& entry : productions) {
    if (entry.first == production) return entry.second;
  }
  return "unknown";
}

Bound bound_of_table(const io::BoundTable& table) {
  Bound bound;
  bound.info.name = table.name;
  bound.info.title = table.title;
  bound.info.plane = table.plane;
  bound.info.kind = Kind::tabulated;
  bound.info.shape = shape_of(table.kind);
  bound.info.year = table.year;
  bound.info.exposure = table.exposure;
  bound.info.confidence = table.confidence;
  bound.info.assumptions = table.problems;
  bound.info.papers = {table.source.substr(0, table.source.find(','))};
  bound.info.source = table.source;
  bound.info.projection = table.projection;
  bound.info.production = production_of(table.production);
  bound.info.file = table.path;
  bound.info.file_text = table.text;
  bound.compute = [curves = table.curves, name = table.name, plane = table.plane,
                   region = table.kind == io::BoundFileKind::region](const BoundRequest& request) {
    if (!request.settings.empty()) {
      throw UserError("bound '" + name + "' has no setting '" + request.settings.front().first + "'",
                      "it is a table of published points", "leave the setting out");
    }
    std::vector<BoundCurve> result;
    const bool all_masses = request.lowest_mass > 0.0 || request.highest_mass > 0.0;
    for (const io::BoundFileCurve& curve : curves) {
      if (!all_masses && beside(curve, plane)) continue;
      BoundCurve part = within(curve, region ? BoundRequest{} : request);
      if (!part.mass.empty()) result.push_back(std::move(part));
    }
    return result;
  };
  return bound;
}

std::vector<Bound> tabulated_bounds() {
  std::vector<Bound> result;
  for (const std::string& name : io::bound_table_names()) result.push_back(bound_of_table(io::load_named_bound(name)));
  return result;
}

Bound bound_of_file(const std::string& path) {
  return bound_of_table(io::read_bound_table(path));
}

}  // namespace tridens::run::bounds
