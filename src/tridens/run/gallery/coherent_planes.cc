#include "tridens/run/gallery/coherent_planes.hh"

#include "tridens/run/gallery/context.hh"
#include "tridens/run/gallery/drawing.hh"
#include "tridens/run/gallery/fit_context.hh"

namespace tridens::run::gallery {

std::vector<PlaneSet> coherent_sets() {
  const std::string csi = "coherent-csi-2021", lar = "coherent-lar-2020";
  return {{"CsI", {csi}, Style::line}, {"LAr", {lar}, Style::dotted}, {"CsI + LAr", {csi, lar}, Style::dashed}};
}

Figure plane_of_card(Context& context, const io::FitCard& card, const std::string& title, const PlaneAxes& labels,
                     const std::vector<PlaneSet>& sets, int points) {
  Figure figure =
      axes(title, labels.x_label, labels.y_label, card.parameters.at(0).logarithmic, card.parameters.at(1).logarithmic);
  for (const PlaneSet& set : sets) {
    const Regions regions = regions_of_card(context, only(card, set.experiments), points);
    for (Curve& border : border_curves(regions, plane_confidence, set.label, set.style)) {
      border.x = in_units(std::move(border.x), labels.x_unit);
      border.y = in_units(std::move(border.y), labels.y_unit);
      figure.curves.push_back(std::move(border));
    }
  }
  return figure;
}

Figure chi2_of_card(Context& context, const io::FitCard& card, const std::string& title, const std::string& x_label,
                    const std::vector<PlaneSet>& sets, int points) {
  Figure figure = axes(title, x_label, R"($\Delta\chi^2$)", card.parameters.at(0).logarithmic, false);
  for (const PlaneSet& set : sets) {
    Curve curve = chi2_curve(context, only(card, set.experiments), set.label, points);
    curve.style = set.style;
    figure.curves.push_back(std::move(curve));
  }
  figure.y_low = 0.0;
  figure.y_high = 10.0;
  return figure;
}

}  // namespace tridens::run::gallery
