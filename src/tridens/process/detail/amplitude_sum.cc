#include "tridens/process/detail/amplitude_sum.hh"

#include <algorithm>
#include <limits>

#include "tridens/process/detail/hot_loop.hh"

namespace tridens::process::detail {
namespace {

TRIDENS_VECTOR_CLONES void boson_exchange(const double* Q2, size_t count, double mass_squared, double* result) {
  for (size_t i = 0; i < count; ++i) result[i] = 1.0 / (Q2[i] + mass_squared);
}

/// sum += coupling x propagator x response; a null pointer stands for 1.
TRIDENS_VECTOR_CLONES void accumulate(double coupling, const double* propagator, const double* response, size_t count,
                                      double* sum) {
  if (propagator == nullptr && response == nullptr) {
    for (size_t i = 0; i < count; ++i) sum[i] += coupling;
  } else if (propagator == nullptr) {
    for (size_t i = 0; i < count; ++i) sum[i] += coupling * response[i];
  } else if (response == nullptr) {
    for (size_t i = 0; i < count; ++i) sum[i] += coupling * propagator[i];
  } else {
    for (size_t i = 0; i < count; ++i) sum[i] += coupling * propagator[i] * response[i];
  }
}

struct Arrays {
  std::vector<double>*re, *im;
};

Arrays arrays_of(Amplitudes& a, model::Lorentz lorentz) {
  switch (lorentz) {
    case model::Lorentz::vector:
      return {&a.vector_re, &a.vector_im};
    case model::Lorentz::axial:
      return {&a.axial_re, &a.axial_im};
    case model::Lorentz::scalar:
      return {&a.scalar_re, &a.scalar_im};
    case model::Lorentz::pseudoscalar:
      return {&a.pseudoscalar_re, &a.pseudoscalar_im};
    case model::Lorentz::tensor:
      return {&a.tensor_re, &a.tensor_im};
    default:
      return {&a.magnetic_re, &a.magnetic_im};
  }
}

void add_part(std::vector<double>& sum, double coupling, const double* propagator, const double* response,
              size_t count) {
  if (coupling == 0.0) return;
  if (sum.empty()) sum.assign(count, 0.0);
  accumulate(coupling, propagator, response, count, sum.data());
}

}  // namespace

void AmplitudeSum::add(model::Lorentz lorentz, const model::Propagator& propagator, std::complex<double> coupling,
                       int response) {
  if (coupling == 0.0) return;
  auto group = std::find_if(groups_.begin(), groups_.end(), [&](const Group& other) {
    return other.lorentz == lorentz && other.propagator.key == propagator.key;
  });
  if (group == groups_.end()) group = groups_.insert(groups_.end(), Group{lorentz, propagator, {}});
  const auto piece = std::find_if(group->pieces.begin(), group->pieces.end(),
                                  [&](const Piece& other) { return other.response == response; });
  if (piece == group->pieces.end()) {
    group->pieces.push_back({coupling, response});
  } else {
    piece->coupling += coupling;
  }
}

void AmplitudeSum::evaluate(const double* Q2, size_t count, const double* const* responses, double* work,
                            Amplitudes& result) const {
  for (std::vector<double>* part :
       {&result.vector_re, &result.vector_im, &result.axial_re, &result.axial_im, &result.scalar_re, &result.scalar_im,
        &result.pseudoscalar_re, &result.pseudoscalar_im, &result.tensor_re, &result.tensor_im, &result.magnetic_re,
        &result.magnetic_im}) {
    part->clear();  // keeps its memory
  }
  result.count = count;
  for (const Group& group : groups_) {
    const double* propagator = nullptr;
    if (group.propagator.shape) {
      for (size_t i = 0; i < count; ++i) work[i] = group.propagator.shape(Q2[i]);
      propagator = work;
    } else if (!group.propagator.is_contact()) {
      boson_exchange(Q2, count, group.propagator.mass * group.propagator.mass, work);
      propagator = work;
    }
    const Arrays arrays = arrays_of(result, group.lorentz);
    for (const Piece& piece : group.pieces) {
      const double* response = piece.response == no_response ? nullptr : responses[piece.response];
      add_part(*arrays.re, piece.coupling.real(), propagator, response, count);
      add_part(*arrays.im, piece.coupling.imag(), propagator, response, count);
    }
  }
}

double AmplitudeSum::lightest_mass_squared() const {
  double lightest = std::numeric_limits<double>::infinity();
  for (const Group& group : groups_) {
    const bool vanishes =
        std::all_of(group.pieces.begin(), group.pieces.end(), [](const Piece& piece) { return piece.coupling == 0.0; });
    if (vanishes || (group.propagator.mass == 0.0 && group.lorentz == model::Lorentz::pseudoscalar)) continue;
    if (group.lorentz == model::Lorentz::magnetic) lightest = 0.0;
    if (!group.propagator.is_contact()) lightest = std::min(lightest, group.propagator.mass * group.propagator.mass);
  }
  return lightest;
}

bool AmplitudeSum::has_pole() const {
  return std::any_of(groups_.begin(), groups_.end(), [](const Group& group) {
    return group.propagator.mass == 0.0 || group.lorentz == model::Lorentz::magnetic;
  });
}

}  // namespace tridens::process::detail
