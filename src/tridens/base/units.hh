#pragma once
// The unit system, written once: inside the library every quantity is in natural units,
// hbar = c = 1, powers of GeV. Multiply by a unit on the way in, divide by it on the way out:
//   double mass = 511 * units::keV;          double sigma_fb = sigma / units::femtobarn;
// hbar c = 197.3269804 MeV fm follows from the exact SI constants (CODATA 2018).
namespace tridens::units {

inline constexpr double GeV = 1.0;
inline constexpr double TeV = 1e3 * GeV;
inline constexpr double PeV = 1e6 * GeV;
inline constexpr double MeV = 1e-3 * GeV;
inline constexpr double keV = 1e-6 * GeV;
inline constexpr double eV = 1e-9 * GeV;

inline constexpr double hbar_c_GeV_fm = 0.1973269804;
inline constexpr double fm = 1.0 / hbar_c_GeV_fm;
inline constexpr double cm = 1e13 * fm;
inline constexpr double m = 1e15 * fm;
inline constexpr double km = 1e3 * m;
inline constexpr double cm2 = cm * cm;
inline constexpr double m2 = m * m;
inline constexpr double femtobarn = 1e-39 * cm2;
inline constexpr double picobarn = 1e-36 * cm2;

inline constexpr double hbar_GeV_s = 6.582119569e-25;
inline constexpr double s = 1.0 / hbar_GeV_s;

// Angles are radians.
inline constexpr double pi = 3.14159265358979323846;
inline constexpr double degree = pi / 180.0;

}  // namespace tridens::units
