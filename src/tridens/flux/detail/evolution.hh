#pragma once
#include "tridens/base/units.hh"
#include "tridens/flux/matter_oscillation.hh"
#include "tridens/math/hermitian.hh"

// Evolution of N flavours through pieces of uniform matter.
namespace tridens::flux::detail {

template <size_t N>
using Matrix = math::ComplexMatrix<N>;

/// Without the special cases of infinities that std::complex has to look for.
inline std::complex<double> product(const std::complex<double>& a, const std::complex<double>& b) {
  return {a.real() * b.real() - a.imag() * b.imag(), a.real() * b.imag() + a.imag() * b.real()};
}

template <size_t N>
Matrix<N> product(const Matrix<N>& a, const Matrix<N>& b) {
  Matrix<N> result;
  for (size_t i = 0; i < N; ++i) {
    for (size_t j = 0; j < N; ++j) {
      double real = 0.0, imaginary = 0.0;
      for (size_t k = 0; k < N; ++k) {
        real += a[i][k].real() * b[k][j].real() - a[i][k].imag() * b[k][j].imag();
        imaginary += a[i][k].real() * b[k][j].imag() + a[i][k].imag() * b[k][j].real();
      }
      result[i][j] = {real, imaginary};
    }
  }
  return result;
}

template <size_t N>
Matrix<N> unit_matrix() {
  Matrix<N> result{};
  for (size_t i = 0; i < N; ++i) result[i][i] = 1.0;
  return result;
}

/// H/(1 GeV): neutrinos as given, antineutrinos with U -> U* and V -> -V*.
template <size_t N>
Matrix<N> hamiltonian(const NeutrinoStates& states, const ForwardPotential& potential, bool antiparticle,
                      double energy) {
  constexpr double eV2 = units::eV * units::eV;
  Matrix<N> result{};
  for (size_t i = 0; i < N; ++i) {
    for (size_t j = 0; j < N; ++j) {
      const std::complex<double> mass = states.mass_matrix()[i][j] * (eV2 / (2.0 * energy));
      const std::complex<double> matter = i < 3 && j < 3 ? potential.active[i][j] : i == j ? potential.sterile : 0.0;
      result[i][j] = antiparticle ? std::conj(mass - matter) : mass + matter;
    }
  }
  return result;
}

/// The eigenstates of one piece of matter.
template <size_t N>
math::HermitianSystem<N> eigenstates(const NeutrinoStates& states, const ForwardPotential& potential, bool antiparticle,
                                     double energy) {
  return math::hermitian_system<N>(hamiltonian<N>(states, potential, antiparticle, energy));
}

/// exp(-i H L), L in km.
template <size_t N>
Matrix<N> evolution(const math::HermitianSystem<N>& system, double length_km) {
  Matrix<N> turned = system.vectors, adjoint;
  for (size_t k = 0; k < N; ++k) {
    const double phase = -system.values[k] * length_km * units::km;
    const std::complex<double> factor(std::cos(phase), std::sin(phase));
    for (size_t i = 0; i < N; ++i) {
      adjoint[k][i] = std::conj(system.vectors[i][k]);
      turned[i][k] = product(turned[i][k], factor);
    }
  }
  return product(turned, adjoint);
}

/// |<to|S|from>|^2 of the three known flavours.
template <size_t N>
FlavourTransitions transitions(const Matrix<N>& evolution) {
  FlavourTransitions result;
  for (size_t from = 0; from < 3; ++from) {
    for (size_t to = 0; to < 3; ++to) result[from][to] = std::norm(evolution[to][from]);
  }
  return result;
}

}  // namespace tridens::flux::detail
