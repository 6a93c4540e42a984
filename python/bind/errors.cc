#include "bind.hh"
#include "tridens/base/error.hh"

namespace tridens::python {

void bind_errors(nb::module_& module) {
  nb::exception<UserError>(module, "UserError", PyExc_ValueError).doc() =
      "What was asked cannot be done as asked: problem (why) suggestion.";
  nb::exception<Failure>(module, "Failure", PyExc_RuntimeError).doc() =
      "The machine could not do it: a full disk, a missing part of the installation.";
}

}  // namespace tridens::python
