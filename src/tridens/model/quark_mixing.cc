// CKM matrix in its standard form (L.-L. Chau, W.-Y. Keung, Phys. Rev. Lett. 53 (1984) 1802; PDG 2022, review 12, eq.
// 12.3), c = cos, s = sin, d the phase:
//
//       ( c12 c13                        s12 c13                        s13 e^-id )
//   V = ( -s12 c23 - c12 s23 s13 e^id    c12 c23 - s12 s23 s13 e^id     s23 c13   )
//       ( s12 s23 - c12 c23 s13 e^id    -c12 s23 - s12 c23 s13 e^id     c23 c13   )
#include "tridens/model/quark_mixing.hh"

#include <cmath>

#include "tridens/base/embedded.hh"
#include "tridens/base/error.hh"
#include "tridens/base/table.hh"

namespace tridens::model {

QuarkMixing::QuarkMixing(const Angles& angles) : angles_(angles) {
  for (const double sine : {angles.sin12, angles.sin13, angles.sin23}) {
    if (!(sine >= -1.0 && sine <= 1.0)) throw UserError("a sine of " + std::to_string(sine), "it must be in [-1, 1]");
  }
  const auto cosine = [](double sine) { return std::sqrt((1.0 - sine) * (1.0 + sine)); };
  const double s12 = angles.sin12, s13 = angles.sin13, s23 = angles.sin23;
  const double c12 = cosine(s12), c13 = cosine(s13), c23 = cosine(s23);
  const std::complex<double> s13_phase = s13 * std::polar(1.0, angles.phase);
  element_[0] = {c12 * c13, s12 * c13, std::conj(s13_phase)};
  element_[1] = {-s12 * c23 - c12 * s23 * s13_phase, c12 * c23 - s12 * s23 * s13_phase, s23 * c13};
  element_[2] = {s12 * s23 - c12 * c23 * s13_phase, -c12 * s23 - s12 * c23 * s13_phase, c23 * c13};
}

QuarkMixing QuarkMixing::standard() {
  constexpr std::string_view path = "data/model/quark_mixing.csv";
  const Table table = parse_table(embedded_table(path), std::string(path));
  const auto value = [&](std::string_view name) {
    for (size_t row = 0; row < table.rows.size(); ++row) {
      if (table.rows[row][table.column("parameter")] == name) return table.number(row, table.column("value"));
    }
    throw Failure("no '" + std::string(name) + "' of the quark mixing matrix", std::string(path) + " does not have it");
  };
  return QuarkMixing({value("sin12"), value("sin13"), value("sin23"), value("phase_rad")});
}

}  // namespace tridens::model
