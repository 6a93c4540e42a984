// Settings that processes by photon exchange share.
#include "tridens/base/error.hh"
#include "tridens/base/quantity.hh"
#include "tridens/base/table.hh"
#include "tridens/process/detail/photon_exchange.hh"
#include "tridens/process/detail/target_settings.hh"

namespace tridens::process::detail {
namespace {

double positive(const std::string& text, Dimension dimension, const std::string& what) {
  const double value = parse_quantity(text, dimension, what);
  if (!(value > 0.0)) throw UserError(what + " is " + text, "it must be positive", "");
  return value;
}

}  // namespace

std::vector<ProcessSetting> photon_exchange_settings() {
  std::vector<ProcessSetting> all = {
      {"components", "all, or some of coherent, proton, neutron, inelastic, joined by '+'", "all"},
      {"inelastic",
       "how nucleons that break up emit the photon: virtual (its true virtuality, from structure functions), collinear "
       "(a photon density, as in published tables; no events) or none",
       "virtual"},
      {"structure-functions", "grv94-allm97, allm97 or table:PATH", "grv94-allm97"},
      {"scale", "collinear: factorisation scale over the invariant mass sqrt(shat), 0.1 to 10", "1"},
      {"starting-scale", "collinear: scale mu^2 at which the density starts from zero, or none", "none"},
  };
  for (const ProcessSetting& setting : target_settings()) all.push_back(setting);
  return all;
}

PhotonExchangeOptions photon_exchange_options(const ProcessRequest& request) {
  const auto text = [&](const char* name) -> const std::string& { return request.settings.at(name); };
  PhotonExchangeOptions options;
  options.neutrino = request.neutrino;
  options.target = request.target;
  options.form_factor = text("form-factor");
  options.nucleon_form_factor = text("nucleon-form-factor");
  options.fermi_momentum = parse_quantity(text("fermi-momentum"), Dimension::energy, "fermi-momentum");
  if (options.fermi_momentum < 0.0) {
    throw UserError("fermi-momentum is " + text("fermi-momentum"), "it cannot be negative", "give 0 MeV for none");
  }
  options.structure = matter::make_structure_functions(text("structure-functions"), request.reader);
  const std::string& inelastic = text("inelastic");
  if (inelastic == "virtual") {
    options.inelastic = InelasticPhoton::virtual_photon;
  } else if (inelastic == "collinear") {
    options.inelastic = InelasticPhoton::collinear;
  } else if (inelastic == "none") {
    options.inelastic = InelasticPhoton::none;
  } else {
    unknown_name("treatment of the inelastic photon", inelastic, {"virtual", "collinear", "none"});
  }
  options.scale = parse_quantity(text("scale"), Dimension::number, "scale");
  if (!(options.scale >= 0.1 && options.scale <= 10.0)) {
    throw UserError("scale is " + text("scale"), "the photon density is not meant for scales so far from sqrt(shat)",
                    "choose 0.1 to 10");
  }
  if (text("starting-scale") != "none") {
    options.starting_scale2 = positive(text("starting-scale"), Dimension::energy_squared, "starting-scale");
  }
  bool broken_up = true;
  choose_components(text("components"), {{"coherent", &options.coherent},
                                         {"proton", &options.proton},
                                         {"neutron", &options.neutron},
                                         {"inelastic", &broken_up}});
  if (!broken_up) options.inelastic = InelasticPhoton::none;
  return options;
}

}  // namespace tridens::process::detail
