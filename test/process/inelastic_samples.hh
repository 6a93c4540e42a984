#pragma once
#include <cmath>
#include <memory>
#include <string>
#include <vector>

#include "tridens/math/gauss_legendre.hh"
#include "tridens/matter/material.hh"
#include "tridens/model/model.hh"
#include "tridens/process/deep_inelastic.hh"
#include "tridens/process/leptoquark_exchange.hh"

// What the tests of scattering on partons share.
namespace tridens::process::samples {

using RequestTexts = std::map<std::string, std::string>;

inline ProcessRequest inelastic_request(const std::string& process, const std::string& neutrino,
                                        const std::string& target, RequestTexts settings) {
  ProcessRequest request;
  request.neutrino = parse_neutrino(neutrino);
  request.target = matter::material(target);
  request.model = model::make_model("sm");
  request.settings = std::move(settings);
  for (const ProcessSetting& setting : process_info(process).settings) {
    if (!setting.default_text.empty()) request.settings.try_emplace(setting.name, setting.default_text);
  }
  return request;
}

inline std::shared_ptr<const DeepInelastic> dis(const std::string& neutrino, const std::string& target,
                                                RequestTexts settings) {
  return make_deep_inelastic(inelastic_request("dis", neutrino, target, std::move(settings)));
}

inline std::shared_ptr<const LeptoquarkExchange> leptoquark(const std::string& neutrino, const std::string& target,
                                                            RequestTexts settings) {
  return make_leptoquark_exchange(inelastic_request("leptoquark", neutrino, target, std::move(settings)));
}

/// Sum over components.
inline double total(const Process& process, double energy) {
  double sum = 0.0;
  for (size_t i = 0; i < process.components().size(); ++i) sum += process.cross_section(i, energy).value;
  return sum;
}

/// Integral of dsigma over the unit square (nothing depends on the azimuth) by `panels` x `panels` Gauss-Legendre
/// panels of 8 x 8 points; `split` is where a map begins anew.
inline double over_unit_square(const Process& process, size_t component, double energy, int panels,
                               const std::vector<double>& ends = {0.0, 1.0}) {
  const math::QuadratureRule rule = math::gauss_legendre(8);
  std::vector<double> u1, w1, u2, w2;
  const auto nodes = [&](double low, double high, std::vector<double>& u, std::vector<double>& w) {
    for (int panel = 0; panel < panels; ++panel) {
      for (size_t j = 0; j < rule.nodes.size(); ++j) {
        u.push_back(low + (high - low) * (panel + rule.nodes[j]) / panels);
        w.push_back((high - low) * rule.weights[j] / panels);
      }
    }
  };
  for (size_t k = 0; k + 1 < ends.size(); ++k) nodes(ends[k], ends[k + 1], u1, w1);
  nodes(0.0, 1.0, u2, w2);
  const size_t count = u1.size() * u2.size();
  std::vector<double> u(3 * count, 0.5), energies(count, energy), values(count);
  for (size_t i = 0; i < count; ++i) u[i] = u1[i / u2.size()], u[count + i] = u2[i % u2.size()];
  process.dsigma(component, energies.data(), u.data(), count, values.data());
  double sum = 0.0;
  for (size_t i = 0; i < count; ++i) sum += w1[i / u2.size()] * w2[i % u2.size()] * values[i];
  return sum;
}

}  // namespace tridens::process::samples
