#pragma once
#include <nanobind/nanobind.h>
#include <nanobind/ndarray.h>

#include <utility>
#include <vector>

namespace tridens::python {

namespace nb = nanobind;

template <class Number>
using Array = nb::ndarray<nb::numpy, Number, nb::ndim<1>>;

/// A numpy array that owns the numbers.
template <class Number>
Array<Number> to_array(std::vector<Number> numbers) {
  auto* kept = new std::vector<Number>(std::move(numbers));
  const nb::capsule owner(kept, [](void* pointer) noexcept { delete static_cast<std::vector<Number>*>(pointer); });
  return Array<Number>(kept->data(), {kept->size()}, owner);
}

/// Numbers that Python gives: contiguous doubles on the processor.
using Numbers = nb::ndarray<const double, nb::ndim<1>, nb::c_contig, nb::device::cpu>;

}  // namespace tridens::python
